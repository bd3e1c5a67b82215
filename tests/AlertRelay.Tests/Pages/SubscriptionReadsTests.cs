using System.Net;
using System.Reflection;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Some = AlertRelay.Tests.Api.Some;

namespace AlertRelay.Tests.Pages;

public sealed class SubscriptionReadsTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private string _id = "";
    private int _reads;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start(services =>
        {
            Count<IAlertStore>(services);
            Count<IDeliveryStore>(services);
            Count<ISubscriptionStore>(services);
        });
        _id = await _api.Subscribe(_api.Acme, """{"name":"duty desk","target":"https://receiver.example.org/","filter":{"minimumSeverity":"Severe"}}""");
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    /// <summary>However much there is. Reads of the session and of the API's own checks are among them.</summary>
    [Theory]
    [InlineData("/subscriptions", 1)]
    [InlineData("/subscriptions/{id}", 9)]
    [InlineData("/subscriptions/{id}/edit", 2)]
    [InlineData("/subscriptions/{id}/preview", 4)]
    [InlineData("/subscriptions/{id}/recover", 2)]
    [InlineData("/subscriptions/{id}/deliveries", 29)]
    [InlineData("/deliveries", 51)]
    public async Task A_page_makes_as_many_reads_whether_there_is_little_or_much(string path, int reads)
    {
        for (var number = 0; number < 200; number++)
            await Add($"alert-{number}");
        for (var number = 0; number < 60; number++)
            await _api.Subscribe(_api.Admin, """{"target":"https://receiver.example.org/","tenant":"acme","allowDuplicate":true}""");
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme);

        _reads = 0;
        await browser.Open(path.Replace("{id}", _id, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.InRange(_reads, 1, reads);
    }

    private void Count<T>(IServiceCollection services)
        where T : class
    {
        var made = services.Last(service => service.ServiceType == typeof(T));
        services.AddSingleton(provider =>
        {
            var counted = DispatchProxy.Create<T, Counting>();
            var counting = (Counting)(object)counted;
            counting.Of = made.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, made.ImplementationType!);
            counting.Read = () => Interlocked.Increment(ref _reads);
            return counted;
        });
    }

    private async Task Add(string alert)
    {
        await _api.Get<IAlertStore>().Append(Some.Alert(alert), ApiHost.Cancellation);
        await _api.Get<IDeliveryStore>().Save(new Delivery(alert, _id, DeliveryStatus.Dead, 3, Some.Friday), ApiHost.Cancellation);
    }

    /// <summary>A store that counts what it is asked.</summary>
    public class Counting : DispatchProxy
    {
        public Action Read { get; set; } = null!;

        public object Of { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Read();
            return targetMethod!.Invoke(Of, args);
        }
    }
}
