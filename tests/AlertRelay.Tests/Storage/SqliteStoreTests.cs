using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static AlertRelay.Tests.Storage.DeliverySamples;

namespace AlertRelay.Tests.Storage;

public sealed class SqliteChannelStoreTests : ChannelStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IChannelStore Open() => new SqliteChannelStore(_folder.Open(), TestRows.Unlogged);

    protected override Task DamageLevel(string channel, string country, string key) => _folder.Open().Write(
        connection => connection.Execute(
            "UPDATE levels SET period = '{' WHERE channel = $channel AND country = $country AND key = $key",
            ("$channel", channel), ("$country", country), ("$key", key)),
        TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteEvidenceStoreTests : EvidenceStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override FakeTimeProvider Time => _folder.Time;

    protected override IEvidenceStore Open() => new SqliteEvidenceStore(_folder.Open(), _folder.Time);

    public void Dispose() => _folder.Dispose();
}

public sealed class SqlitePollLeaseTests : PollLeaseContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override FakeTimeProvider Time => _folder.Time;

    protected override IPollLease Open() => new SqlitePollLease(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteAlertStoreTests : AlertStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    [Fact]
    public async Task Deleting_an_alert_leaves_no_row_behind()
    {
        await Open().Append(Samples.Alert("alr_1") with { Areas = [new Area("IR", "Iran"), new Area("IQ", "Iraq")] }, TestContext.Current.CancellationToken);
        Assert.Equal(2, await Countries());

        Assert.Equal(1, await Open().Forget(Samples.Noon.AddYears(9), TestContext.Current.CancellationToken));
        Assert.Equal(0, await Countries());
    }

    private Task<long?> Countries() =>
        _folder.Open().Read(connection => connection.Number("SELECT count(*) FROM alert_countries"), TestContext.Current.CancellationToken);

    protected override IAlertStore Open() => new SqliteAlertStore(_folder.Open(), TestRows.Unlogged);

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteSubscriptionStoreTests : SubscriptionStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override ISubscriptionStore Open() => new SqliteSubscriptionStore(_folder.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

    protected override Task ForgetWhichAreQuiet() => TestRows.ForgetWhichAreQuiet(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteSubscriptionStoreInMemoryTests : SubscriptionStoreContract, IDisposable
{
    private readonly SqliteDatabase _database = SqliteDatabase.InMemory(new FakeTimeProvider(Samples.Noon));

    protected override int Many => 10_000;

    protected override ISubscriptionStore Open() => new SqliteSubscriptionStore(_database, TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

    protected override Task ForgetWhichAreQuiet() => TestRows.ForgetWhichAreQuiet(_database);

    public void Dispose() => _database.Dispose();
}

public sealed class SqliteApiKeyStoreTests : ApiKeyStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IApiKeyStore Open() => new SqliteApiKeyStore(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqlitePortalLinkStoreTests : PortalLinkStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IPortalLinkStore Open() => new SqlitePortalLinkStore(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteSigningKeyStoreTests : SigningKeyStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly Lock _opening = new();

    protected override ISigningKeyStore Open()
    {
        lock (_opening)
            return new SqliteSigningKeyStore(_folder.Open(), TestKeys.Ring);
    }

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteSessionKeyStoreTests : SessionKeyStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    private protected override ISessionKeyStore Open(Keyring keys) => new SqliteSessionKeyStore(_folder.Open(), keys);

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteOutcomeCountStoreTests : OutcomeCountStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IOutcomeCountStore Open() => new SqliteOutcomeCountStore(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteAuditStoreTests : AuditStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    private protected override IAuditStore Open(Keyring keys) => new SqliteAuditStore(_folder.Open(), keys, TestRows.Unlogged);

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteDeliveryStoreTests : DeliveryStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IDeliveryStore Open() => new SqliteDeliveryStore(_folder.Open(), TestRows.Unlogged);

    protected override void Later() => _folder.Time.Advance(TimeSpan.FromSeconds(1));

    protected override ISubscriptionStore OpenSubscriptions() =>
        new SqliteSubscriptionStore(_folder.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

    [Fact]
    public async Task Deleting_a_subscription_gives_up_what_is_pending_for_it_and_keeps_the_ledger()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var subscription = Samples.Subscription(1);
        var subscriptions = new SqliteSubscriptionStore(_folder.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);
        await subscriptions.Add(subscription, cancellationToken);
        await Open().Record([Failed("alr_1", subscription.Id, 1), Arrived("alr_2", subscription.Id, 1), Failed("alr_1", "sub_other", 1)], cancellationToken);

        await subscriptions.Delete(subscription.Id, cancellationToken);

        var dead = await Open().Find(DeliveryId.Of("alr_1", subscription.Id), cancellationToken);
        Assert.Equal((DeliveryStatus.Dead, "subscription deleted"), (dead!.Status, dead.Reason));
        Assert.Single(await Open().Attempts("alr_1", subscription.Id, cancellationToken));
        Assert.Equal(DeliveryStatus.Delivered, (await Open().Find(DeliveryId.Of("alr_2", subscription.Id), cancellationToken))?.Status);
        Assert.Equal("sub_other", Assert.Single(await Open().TakeDue(Samples.Noon.AddDays(1), TimeSpan.FromMinutes(1), 10, cancellationToken)).SubscriptionId);
    }

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteWorkQueueTests : WorkQueueContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override Task LeaseEnds()
    {
        _folder.Time.Advance(Lease);
        return Task.CompletedTask;
    }

    protected override IWorkQueue Open() => new SqliteWorkQueue(_folder.Open(), NullLogger<SqliteWorkQueue>.Instance);

    protected override async Task<IReadOnlyList<string>> Parked() =>
        await _folder.Open().Read(connection => connection.Query("SELECT alert_id FROM parked_work", reader => reader.GetString(0)), Cancellation);

    public void Dispose() => _folder.Dispose();
}
