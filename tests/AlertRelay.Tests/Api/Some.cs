using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api;

internal static class Some
{
    /// <summary>Tests make many of it.</summary>
    public const string SubscriptionBody = """{"name":"duty desk","target":"https://receiver.example.org/alerts","allowDuplicate":true}""";

    public static readonly DateTimeOffset Friday = new(2020, 1, 3, 9, 0, 0, TimeSpan.Zero);

    public static Alert Alert(
        string id, string channel = "uk-fcdo-travel", Severity severity = Severity.Extreme, string country = "IR", DateTimeOffset? at = null) => new()
        {
            Id = id,
            Channel = channel,
            Authority = "An office",
            Key = country,
            Revision = 1,
            Change = ChangeKind.Raised,
            MessageType = MessageType.Update,
            Category = Category.Travel,
            Title = country,
            Headline = $"An office raises {country}",
            Level = new Level("top", "Top", severity),
            Areas = [new Area(country, country)],
            Language = "en",
            DetectedAt = at ?? Friday,
            Link = new Uri("https://publisher.example.org/notice"),
            Evidence = new Evidence(new Uri("https://publisher.example.org/feed"), at ?? Friday, new string('0', 64)),
        };

    public static IServiceCollection AddStores(this IServiceCollection services, TimeProvider time) => services
        .AddSingleton(_ => SqliteDatabase.InMemory(time))
        .AddSingleton(TestKeys.Ring)
        .AddSingleton<UnreadableRows>()
        .AddSingleton(RenamedChannels.None)
        .AddSingleton<ITokenEncryption, TokenEncryption>()
        .AddSingleton<ISigningKeyStore, SqliteSigningKeyStore>()
        .AddSingleton<ISessionKeyStore, SqliteSessionKeyStore>()
        .AddSingleton<IPortalLinkStore, SqlitePortalLinkStore>()
        .AddSingleton<IStoreProbe, SqliteStoreProbe>()
        .AddSingleton<IChannelStore, SqliteChannelStore>()
        .AddSingleton<IEvidenceStore, SqliteEvidenceStore>()
        .AddSingleton<IPollLease, SqlitePollLease>()
        .AddSingleton<IAlertStore, SqliteAlertStore>()
        .AddSingleton<ISubscriptionStore, SqliteSubscriptionStore>()
        .AddSingleton<IApiKeyStore, SqliteApiKeyStore>()
        .AddSingleton<SqliteDeliveryStore>()
        .AddSingleton<IDeliveryStore>(provider => new CountedDeliveries(
            provider.GetRequiredService<SqliteDeliveryStore>(), provider.GetRequiredService<OutcomeCounts>()))
        .AddSingleton<IOutcomeCountStore, SqliteOutcomeCountStore>()
        .AddSingleton<IAuditStore, SqliteAuditStore>()
        .AddSingleton<IWorkQueue, SqliteWorkQueue>()
        .AddSingleton<ISnapshotQueue, SqliteSnapshotQueue>();
}
