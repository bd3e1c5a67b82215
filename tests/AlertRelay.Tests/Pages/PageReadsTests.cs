using System.Net;
using System.Reflection;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

/// <summary>
/// How often a page asks the stores. Each of their lists reads one page of bounded size, which the tests of the stores hold for both of them, so what a page
/// costs does not grow with what is stored.
/// </summary>
public sealed class PageReadsTests(PageReads pages) : IClassFixture<PageReads>
{
    /// <summary>For lists with a look-up in each of their fifty rows, and the channels of the catalogue.</summary>
    private const int Most = 160;

    /// <summary>Pages of everybody and of whoever is signed in, without those that only lead elsewhere.</summary>
    public static TheoryData<string> Routes =>
    [
        .. RolePages.All.Where(page => page.Operator == RolePages.Yes && page.Route.StartsWith("GET /", StringComparison.Ordinal))
            .Select(page => page.Route["GET ".Length..])
            .Where(path => !path.Contains("{key}", StringComparison.Ordinal) && !path.Contains("{notice}", StringComparison.Ordinal)),
    ];

    [Theory, MemberData(nameof(Routes))]
    public async Task A_page_asks_the_stores_a_bounded_number_of_times_however_much_they_hold(string path)
    {
        var few = await PageReads.Reads(pages.Few, path);
        var many = await PageReads.Reads(pages.Many, path);

        Assert.InRange(few, 0, Most);
        Assert.InRange(many, 0, Most);
    }
}

/// <summary>Two relays: one with little and one with much.</summary>
public sealed class PageReads : IAsyncLifetime
{
    private const int ManyAlerts = 1_000, ManySubscriptions = 150;

    public Counted Few { get; } = new();

    public Counted Many { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Few.Start(1, 1);
        await Many.Start(ManyAlerts, ManySubscriptions);
    }

    public async ValueTask DisposeAsync()
    {
        await Few.DisposeAsync();
        await Many.DisposeAsync();
    }

    public static async Task<int> Reads(Counted relay, string path)
    {
        using var browser = await BrowserSession.SignedIn(relay.Api, relay.Api.Admin, "/sign-in");
        var before = relay.Reads;
        await browser.Open(path
            .Replace("{alert}", "alr_0", StringComparison.Ordinal)
            .Replace("{subscription}", relay.Subscription, StringComparison.Ordinal)
            .Replace("{delivery}", relay.Delivery, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return relay.Reads - before;
    }

    /// <summary>A relay whose stores count what they are asked.</summary>
    public sealed class Counted : IAsyncDisposable
    {
        private int _reads;

        public ApiHost Api { get; private set; } = null!;

        public int Reads => _reads;

        public string Subscription { get; private set; } = "";

        public string Delivery { get; private set; } = "";

        public async Task Start(int alerts, int subscriptions)
        {
            Api = await ApiHost.Start(services =>
            {
                Count<IAlertStore>(services);
                Count<IDeliveryStore>(services);
                Count<ISubscriptionStore>(services);
                Count<IChannelStore>(services);
                Count<IApiKeyStore>(services);
                Count<IAuditStore>(services);
            });
            for (var number = 0; number < subscriptions; number++)
                Subscription = await Api.Subscribe(Api.Admin);
            for (var number = 0; number < alerts; number++)
                await Api.Get<IAlertStore>().Append(Some.Alert($"alr_{number}"), ApiHost.Cancellation);
            await Api.Get<IDeliveryStore>().Record([.. Enumerable.Range(0, alerts).Select(Failed)], ApiHost.Cancellation);
            Delivery = Failed(0).Item1.Id;
        }

        public ValueTask DisposeAsync() => Api.DisposeAsync();

        private (Delivery, Attempt) Failed(int number) => (
            new Delivery($"alr_{number}", Subscription, DeliveryStatus.Dead, 1, Some.Friday),
            new Attempt($"alr_{number}", Subscription, 1, Some.Friday, TimeSpan.Zero, 500, null, ""));

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
