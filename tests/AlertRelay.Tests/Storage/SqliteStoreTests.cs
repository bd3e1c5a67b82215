using AlertRelay.Alerts;
using AlertRelay.Delivery;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static AlertRelay.Tests.Storage.DeliverySamples;

namespace AlertRelay.Tests.Storage;

public sealed class SqliteChannelStoreTests : ChannelStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IChannelStore Open() => new SqliteChannelStore(_folder.Open());

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

    protected override IAlertStore Open() => new SqliteAlertStore(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteSubscriptionStoreTests : SubscriptionStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override ISubscriptionStore Open() => new SqliteSubscriptionStore(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteSubscriptionStoreInMemoryTests : SubscriptionStoreContract, IDisposable
{
    private readonly SqliteDatabase _database = SqliteDatabase.InMemory(new FakeTimeProvider(Samples.Noon));

    protected override int Many => 10_000;

    protected override ISubscriptionStore Open() => new SqliteSubscriptionStore(_database);

    public void Dispose() => _database.Dispose();
}

public sealed class SqliteApiKeyStoreTests : ApiKeyStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IApiKeyStore Open() => new SqliteApiKeyStore(_folder.Open());

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteDeliveryStoreTests : DeliveryStoreContract, IDisposable
{
    private readonly SqliteFolder _folder = new();

    protected override IDeliveryStore Open() => new SqliteDeliveryStore(_folder.Open());

    [Fact]
    public async Task Deleting_a_subscription_gives_up_what_is_pending_for_it_and_keeps_the_ledger()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var subscription = Samples.Subscription(1);
        var subscriptions = new SqliteSubscriptionStore(_folder.Open());
        await subscriptions.Add(subscription, cancellation);
        await Open().Record([Failed("alr_1", subscription.Id, 1), Arrived("alr_2", subscription.Id, 1), Failed("alr_1", "sub_other", 1)], cancellation);

        await subscriptions.Delete(subscription.Id, cancellation);

        var dead = await Open().Find(DeliveryId.Of("alr_1", subscription.Id), cancellation);
        Assert.Equal((DeliveryStatus.Dead, "subscription deleted"), (dead!.Status, dead.Reason));
        Assert.Single(await Open().Attempts("alr_1", subscription.Id, cancellation));
        Assert.Equal(DeliveryStatus.Delivered, (await Open().Find(DeliveryId.Of("alr_2", subscription.Id), cancellation))?.Status);
        Assert.Equal("sub_other", Assert.Single(await Open().TakeDue(Samples.Noon.AddDays(1), TimeSpan.FromMinutes(1), 10, cancellation)).SubscriptionId);
    }

    [Fact]
    public async Task Settled_deliveries_are_forgotten_with_their_attempts_after_thirty_days_and_pending_ones_are_not()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var many = Enumerable.Range(0, 2500).Select(i => Arrived($"alr_{i}", "sub_1", 1)).ToList();
        var young = Arrived("alr_young", "sub_1", 1);
        var later = (young.Delivery with { UpdatedAt = Samples.Noon.AddDays(1) }, young.Attempt);
        await Open().Record([.. many, Failed("alr_pending", "sub_1", 1), later], cancellation);

        Assert.Equal(2500, await _folder.Open().Prune(Samples.Noon.AddDays(30).AddSeconds(1), cancellation));

        var left = await Open().OfSubscription("sub_1", null, null, 10, cancellation);
        Assert.Equal(["alr_young", "alr_pending"], left.Deliveries.Select(delivery => delivery.AlertId));
        Assert.Single(await Open().Attempts("alr_young", "sub_1", cancellation));
        Assert.Equal(2, await _folder.Open().Read(connection => connection.Number("SELECT count(*) FROM attempts"), cancellation));
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
