using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Detection;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Tests.Observability;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Maintenance;

/// <summary>Old data are removed: the disk is not endless, and personal data are kept no longer than the settings say.</summary>
public sealed class RetentionTests : IAsyncDisposable
{
    private const string Channel = "xx-news";

    private static readonly byte[] Body = "proof"u8.ToArray();
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Body));

    // A different one for each kind of data, so that none is removed by the setting of another.
    private static readonly (string Key, string Value)[] Settings =
    [
        ("Delivery:KeepFor", "2.00:00:00"), ("Polling:KeepEvidenceFor", "3.00:00:00"),
        ("Polling:KeepVersionsFor", "4.00:00:00"), ("Audit:KeepFor", "5.00:00:00"), ("Polling:KeepAlertsFor", "30.00:00:00"),
    ];

    private readonly SqliteFolder _folder = new();
    private readonly WholeRelay _relay;

    public RetentionTests() => _relay = new WholeRelay(new StorageOptions { Path = _folder.Folder }, _folder.Folder, _folder.Time, Settings);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(2, 0, "delivery evidence version audit alert")]
    [InlineData(2, 1, "evidence version audit alert")]
    [InlineData(3, 0, "evidence version audit alert")]
    [InlineData(3, 1, "version audit alert")]
    [InlineData(4, 0, "version audit alert")]
    [InlineData(4, 1, "audit alert")]
    [InlineData(5, 0, "audit alert")]
    [InlineData(5, 1, "alert")]
    [InlineData(30, 0, "alert")]
    [InlineData(30, 1, "")]
    public async Task Each_kind_of_data_is_kept_for_its_own_time_and_not_a_tick_longer(int days, long ticks, string left)
    {
        await KeepOneOfEach();

        _folder.Time.Advance(TimeSpan.FromDays(days) + TimeSpan.FromTicks(ticks));
        await RunMaintenance();

        Assert.Equal(left, await Left());
    }

    [Fact]
    public async Task Retention_runs_once_a_day()
    {
        await KeepOneOfEach();
        _folder.Time.Advance(TimeSpan.FromDays(1.5));
        await RunMaintenance();

        _folder.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        await RunMaintenance();
        Assert.Equal("delivery evidence version audit alert", await Left());

        _folder.Time.Advance(TimeSpan.FromTicks(1));
        await RunMaintenance();
        Assert.Equal("evidence version audit alert", await Left());
    }

    private async Task KeepOneOfEach()
    {
        var now = _folder.Time.GetUtcNow();
        var (delivery, attempt) = DeliverySamples.Arrived("alr_1", "sub_1", 1);
        await _relay.Get<IDeliveryStore>().Record([(delivery with { UpdatedAt = now }, attempt)], Cancellation);
        await _relay.Get<IEvidenceStore>().Keep(new EvidenceDocument(Sha256, "text/plain", Body), Cancellation);
        var version = new NoticeVersion(Samples.Notice("iran"), now.AddDays(-1), now);
        await _relay.Get<IChannelStore>().Commit(Samples.ChannelState(Channel, 1), [], [], [version], Cancellation);
        await _relay.Get<IAlertStore>().Append(Samples.Alert("alr_1") with { DetectedAt = now }, Cancellation);
        await _relay.Get<AuditLog>().Write(Actor.Relay, AuditAction.SubscriptionDisabled, "acme", "sub_1");
    }

    private Task RunMaintenance() => _relay.Get<MaintenanceRun>().Run(Cancellation);

    private async Task<string> Left()
    {
        var version = await _relay.Get<IChannelStore>().VersionAt(Channel, "iran", Samples.Noon.AddTicks(-1), Cancellation);
        (string Name, bool IsThere)[] kinds =
        [
            ("delivery", await _relay.Get<IDeliveryStore>().Find(DeliveryId.Of("alr_1", "sub_1"), Cancellation) is not null),
            ("evidence", await _relay.Get<IEvidenceStore>().Find(Sha256, Cancellation) is not null),
            ("version", version is not null),
            ("audit", (await _relay.Get<IAuditStore>().List(new AuditQuery(), Cancellation)).Entries.Count > 0),
            ("alert", await _relay.Get<IAlertStore>().Find("alr_1", Cancellation) is not null),
        ];
        return string.Join(' ', kinds.Where(kind => kind.IsThere).Select(kind => kind.Name));
    }
}
