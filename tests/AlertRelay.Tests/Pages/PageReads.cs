using System.Net;
using System.Reflection;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Detection;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Storage;
using AlertRelay.Tests.Storage.Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Some = AlertRelay.Tests.Api.Some;

namespace AlertRelay.Tests.Pages;

/// <summary>Relays over each store: one with a little more than a page of everything, and one with much.</summary>
public sealed class PageReads(Azurite azurite) : IAsyncLifetime
{
    private const int Little = 60, Much = 1_000;

    public CountedRelay Few { get; } = new();

    public CountedRelay Many { get; } = new();

    public CountedRelay FewInAzure { get; } = new();

    public CountedRelay ManyInAzure { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Few.Start(Little);
        await Many.Start(Much);
        await FewInAzure.Start(Little, new AzureAccount(await azurite.Account()));
        await ManyInAzure.Start(Much, new AzureAccount(await azurite.Account()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in new[] { Few, Many, FewInAzure, ManyInAzure })
            await relay.DisposeAsync();
    }
}

/// <summary>A relay that counts what its stores are asked: their calls, or in a storage account the requests.</summary>
public sealed class CountedRelay : IAsyncDisposable
{
    internal const string Channel = "uk-fcdo-travel";

    // Filling runs in parallel, because a request to a storage account takes milliseconds.
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 16 };

    private ApiHost? _api;
    private BrowserSession? _browser;
    private Dictionary<string, string> _ids = [];
    private int _reads;

    private ApiHost Api => _api!;

    internal async Task Start(int count, AzureAccount? account = null)
    {
        _api = await ApiHost.Start(services =>
        {
            if (account is null)
                CountCalls(services);
            else
                services.AddAzureStorage().AddSingleton(TestKeys.Ring).AddSingleton(account.Open(new RequestCounter(() => Interlocked.Increment(ref _reads))));
        });
        await Fill(count);
        _browser = await BrowserSession.SignedIn(_api, _api.Admin, "/sign-in");
    }

    public async Task<int> Reads(string route)
    {
        var path = _ids.Aggregate(route, (path, id) => path.Replace(id.Key, id.Value, StringComparison.Ordinal));
        // What the relay keeps in memory, such as the picture of the countries and the key of the session, it reads once.
        await _browser!.Open(path);
        var before = _reads;
        await _browser.Open(path);
        Assert.Equal(HttpStatusCode.OK, _browser.Status);
        return _reads - before;
    }

    public async ValueTask DisposeAsync()
    {
        _browser?.Dispose();
        if (_api is not null)
            await _api.DisposeAsync();
    }

    private async Task Fill(int count)
    {
        var (alerts, subscriptions, audit) = (Api.Get<IAlertStore>(), Api.Get<ISubscriptionStore>(), Api.Get<AuditLog>());
        await Parallel.ForAsync(0, count, Parallelism, async (number, cancellation) =>
        {
            await subscriptions.Add(SubscriptionOf(number), cancellation);
            await alerts.Append(Some.Alert($"alr_{number}", at: Some.Friday.AddSeconds(number)), cancellation);
            await audit.Write(Actor.CommandLine, AuditAction.SubscriptionPaused, "acme", SubscriptionOf(0).Id);
        });
        // One subscription with many alerts, and one alert with many subscriptions.
        await Api.Get<IDeliveryStore>().Record(
            [
                .. Enumerable.Range(0, count).Select(number => Failed($"alr_{number}", 0)),
                .. Enumerable.Range(1, count - 1).Select(number => Failed("alr_0", number)),
            ],
            ApiHost.Cancellation);
        var notices = Enumerable.Range(0, 60).Select(number => new NoticeState
        {
            Key = $"notice-{number}",
            LastNotified = Samples.Notice($"notice-{number}", "All travel."),
            LastNotifiedAt = Samples.Noon,
        });
        await Api.Get<IChannelStore>().Commit(
            new PollCommit(new ChannelState { Channel = Channel, Version = 1 }) { Notices = [.. notices] }, ApiHost.Cancellation);
        var key = (await Api.Get<IApiKeyStore>().List(ApiHost.Cancellation))[0].Id;
        _ids = new()
        {
            ["{alert}"] = "alr_0",
            ["{subscription}"] = SubscriptionOf(0).Id,
            ["{delivery}"] = Failed("alr_0", 0).Delivery.Id,
            ["{notice}"] = "notice-0",
            ["{key}"] = key,
        };
    }

    private static Subscription SubscriptionOf(int number) => Samples.Subscription(number) with
    {
        Noise = NotificationSettings.None with { Silences = [new Silence(Filter.Everything, Some.Friday.AddDays(9), "exercise")] },
    };

    private static (Delivery Delivery, Attempt Attempt) Failed(string alert, int subscription) => (
        new Delivery(alert, SubscriptionOf(subscription).Id, DeliveryStatus.Dead, 1, Some.Friday) { Tenant = "acme" },
        new Attempt(alert, SubscriptionOf(subscription).Id, 1, Some.Friday, TimeSpan.Zero, 500, null, ""));

    private void CountCalls(IServiceCollection services)
    {
        Count<IAlertStore>(services);
        Count<IDeliveryStore>(services);
        Count<ISubscriptionStore>(services);
        Count<IChannelStore>(services);
        Count<IApiKeyStore>(services);
        Count<IAuditStore>(services);
        Count<IPortalLinkStore>(services);
        Count<IOutcomeCountStore>(services);
        Count<ISigningKeyStore>(services);
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

    private sealed class RequestCounter(Action count) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => count();
    }
}
