using System.Globalization;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Parsers;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Channels;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Observability;
using AlertRelay.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Receiver = AlertRelay.Tests.Deliveries.Fakes.Receiver;
using Some = AlertRelay.Tests.Deliveries.Fakes.Some;

namespace AlertRelay.Tests;

/// <summary>What the relay stores and sends is the same wherever it runs: no calendar, digit or separator of the server's own locale.</summary>
public sealed class CultureTests
{
    // Thailand counts years from the Buddha, Saudi Arabia by the moon; Finland writes 06.00, and Turkey has two letters i.
    private static readonly string[] Cultures = ["th-TH", "ar-SA", "fi-FI", "tr-TR"];

    private static readonly Dictionary<string, (string Expected, Func<Task<string?>> Fact)> Facts = new()
    {
        ["heartbeat"] = ("since 2020-01-02 12:00 UTC", Heartbeat),
        ["silence"] = ("silenced until 2020-01-05 00:00 UTC: exercise", () => Task.FromResult<string?>(Silence())),
        ["warned subscription"] = ("Every attempt since 2020-01-10 00:50 UTC has failed", () => ReasonOf(SubscriptionStatus.Active)),
        ["day of disabling"] = ("disabled from 2020-01-15 00:50 UTC on", () => ReasonOf(SubscriptionStatus.Active)),
        ["disabled subscription"] = ("Every attempt since 2020-01-10 00:50 UTC has failed", () => ReasonOf(SubscriptionStatus.Disabled)),
        ["fingerprint of CERT-FR"] = ("revised 2026-02-26 Ajout d'un marqueur", () => Task.FromResult<string?>(CertFr())),
        ["start of the ledger"] = ("not before 2019-12-04T12:00:00Z", LedgerStart),
        ["number in quotation marks"] = ("-5", () => Task.FromResult(NumberOf("""{"n":"-5"}"""))),
    };

    public static TheoryData<string, string> Everywhere => [.. Cultures.SelectMany(culture => Facts.Keys.Select(fact => (culture, fact)))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_fact_is_written_alike_under_every_culture(string culture, string fact)
    {
        // Of this test alone: it flows into what is awaited here and into nothing else.
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var (expected, write) = Facts[fact];

        Assert.Contains(expected, await write(), StringComparison.Ordinal);
    }

    private static async Task<string?> Heartbeat()
    {
        using var folder = new SqliteFolder();
        await using var relay = new WholeRelay(new StorageOptions { Path = folder.Folder }, folder.Folder, folder.Time);
        await relay.Get<IChannelStore>().Commit(Samples.ChannelState("uk-fcdo-travel", 1), [], [], [], Cancellation);
        await relay.Get<HeartbeatWriter>().Run(Cancellation);
        return (await relay.Get<IAlertStore>().List(new AlertQuery { Kind = EventKind.Heartbeat }, Cancellation)).Alerts.Single().Headline;
    }

    private static string Silence()
    {
        var silence = new Silence(Filter.Everything, new DateTimeOffset(2020, 1, 5, 0, 0, 0, TimeSpan.Zero), "exercise");
        var subscription = Some.Subscription(new Uri("https://example.org/")) with { Noise = new NotificationSettings { Silences = [silence] } };
        return Assert.IsType<NotificationTiming.Never>(NotificationPlan.Of(subscription, Some.Alert("alt_1"), silence.Until.AddHours(-1))).Reason;
    }

    // The first alert fails for days, the second one after that: the owner is warned by the one and rid of the subscription by the other.
    private static async Task<string?> ReasonOf(SubscriptionStatus status)
    {
        using var relay = new RelayInMemory();
        await using var broken = await Receiver.Start(Receiver.Saying(500));
        await relay.Subscribe(Some.Subscription(broken.At("/")));
        await relay.SendEverything(Some.Alert("alt_1"));
        await relay.RunUntilDead("alt_1");
        await relay.SendEverything(Some.Alert("alt_2"));
        if (status == SubscriptionStatus.Disabled)
            await relay.RunUntilDead("alt_2");

        Assert.Equal(status, relay.Subscriptions["sub_000001"].Status);
        return relay.Subscriptions["sub_000001"].StatusReason;
    }

    private static string CertFr()
    {
        var entry = Fixture.Read("fr-certfr", "alerte.json").Entries[0];
        return Assert.Single(Fixture.ReadPage("fr-certfr", entry, "CERTFR-2026-ALE-902.json").SignificantFacts!);
    }

    private static async Task<string?> LedgerStart()
    {
        var here = new InCulture(CultureInfo.CurrentCulture);
        await using var api = await ApiHost.Start(services => services.AddSingleton<IStartupFilter>(here));
        var subscription = await api.Subscribe(api.Acme, """{"target":"https://receiver.example.org/"}""");
        return (await api.Post($"/api/v1/subscriptions/{subscription}/recover?since=2019-01-01", api.Acme)).Error("since");
    }

    private static string? NumberOf(string json) => JsonDocument.Parse(json).RootElement.Number("n")?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A server takes its requests on threads of its own, which know nothing of the test's culture.</summary>
    private sealed class InCulture(CultureInfo culture) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((_, following) =>
            {
                CultureInfo.CurrentCulture = culture;
                return following();
            });
            next(app);
        };
    }
}
