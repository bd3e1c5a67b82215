using AlertRelay.Deliveries;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Deliveries;

public sealed class OutcomeCountsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Samples.Noon.AddMinutes(50));
    private readonly SqliteDatabase _database;
    private readonly OutcomeCounts _counts;

    public OutcomeCountsTests()
    {
        _database = SqliteDatabase.InMemory(_time);
        _counts = new OutcomeCounts(new SqliteOutcomeCountStore(_database), _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _counts.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task What_is_written_to_the_ledger_is_counted_for_its_tenant_and_for_all()
    {
        var ledger = new CountedDeliveries(new InMemoryDeliveries(), _counts);
        var (arrived, attempt) = DeliverySamples.Arrived("alr_1", "sub_1", 1);
        await ledger.Record([(arrived with { Tenant = "acme" }, attempt), DeliverySamples.Failed("alr_1", "sub_2", 1)], Cancellation);
        await ledger.Save(arrived with { Tenant = "globex", Status = DeliveryStatus.Silenced }, Cancellation);
        await ledger.Save(arrived with { Tenant = "acme", Status = DeliveryStatus.Pending }, Cancellation);
        await _counts.Save(Cancellation);

        Assert.Equal(new DeliveryOutcomes(Delivered: 1), await Sum("acme"));
        Assert.Equal(new DeliveryOutcomes(Silenced: 1), await Sum("globex"));
        Assert.Equal(new DeliveryOutcomes(Delivered: 1, Failed: 1, Silenced: 1), await Sum(null));
    }

    [Fact]
    public async Task Counts_of_an_hour_go_on_after_they_were_written_and_the_next_hour_begins_anew()
    {
        _counts.Add("acme", DeliveryStatus.Delivered);
        await _counts.Save(Cancellation);
        _counts.Add("acme", DeliveryStatus.Delivered);
        await _counts.Save(Cancellation);
        _time.Advance(TimeSpan.FromMinutes(10));
        _counts.Add("acme", DeliveryStatus.Dead);
        await _counts.Save(Cancellation);
        await _counts.Save(Cancellation);

        Assert.Equal(new DeliveryOutcomes(Delivered: 2, Dead: 1), await Sum("acme"));
        Assert.Equal(new DeliveryOutcomes(Dead: 1), await new SqliteOutcomeCountStore(_database).Sum("acme", Samples.Noon.AddHours(1), Cancellation));
    }

    [Fact]
    public async Task What_is_counted_while_an_hour_ends_and_is_written_is_added_to_that_hour()
    {
        var time = new EndOfHour();
        using var counts = new OutcomeCounts(new SqliteOutcomeCountStore(_database), time);
        counts.Add("acme", DeliveryStatus.Delivered);
        time.Meanwhile = () => counts.Save(Cancellation);
        counts.Add("acme", DeliveryStatus.Delivered);
        await time.Ended;
        await counts.Save(Cancellation);

        Assert.Equal(new DeliveryOutcomes(Delivered: 2), await Sum("acme"));
    }

    [Fact]
    public async Task Pending_deliveries_of_a_deleted_subscription_are_counted_as_dead()
    {
        using var subscriptions = TestRows.Subscriptions(_database, TestKeys.Ring);
        var ledger = new SqliteDeliveryStore(_database, TestRows.Unlogged);
        var subscription = Samples.Subscription(1) with { Tenant = "acme" };
        await subscriptions.Add(subscription, Cancellation);
        foreach (var alert in (string[])["alr_1", "alr_2"])
            await ledger.Save(new("alr_" + alert, subscription.Id, DeliveryStatus.Pending, 0, Samples.Noon, Samples.Noon), Cancellation);

        await subscriptions.Delete(subscription.Id, Cancellation);
        await subscriptions.Add(subscription, Cancellation);
        await ledger.Save(new("alr_3", subscription.Id, DeliveryStatus.Pending, 0, Samples.Noon, Samples.Noon), Cancellation);
        await subscriptions.Delete(subscription.Id, Cancellation);

        Assert.Equal(new DeliveryOutcomes(Dead: 3), await Sum("acme"));
        Assert.Equal(new DeliveryOutcomes(Dead: 3), await Sum(null));
    }

    [Fact]
    public async Task What_could_not_be_written_is_written_the_next_time()
    {
        var store = new Breaking();
        using var counts = new OutcomeCounts(store, _time);
        counts.Add("acme", DeliveryStatus.Delivered);
        store.IsBroken = true;
        await Assert.ThrowsAsync<IOException>(() => counts.Save(Cancellation));

        store.IsBroken = false;
        _time.Advance(TimeSpan.FromHours(2));
        await counts.Save(Cancellation);
        await counts.Save(Cancellation);

        Assert.Equal([null, "acme"], store.Saved.Select(count => count.Tenant).Order());
        Assert.All(store.Saved, count => Assert.Equal(Samples.Noon, count.Hour));
    }

    private Task<DeliveryOutcomes> Sum(string? tenant) => new SqliteOutcomeCountStore(_database).Sum(tenant, Samples.Noon, Cancellation);

    /// <summary>Goes into the next hour, and has something done, just after it was looked at.</summary>
    private sealed class EndOfHour : TimeProvider
    {
        private DateTimeOffset _now = Samples.Noon.AddMinutes(59);

        public Func<Task>? Meanwhile { get; set; }

        public Task Ended { get; private set; } = Task.CompletedTask;

        public override DateTimeOffset GetUtcNow()
        {
            var now = _now;
            if (Meanwhile is { } meanwhile)
            {
                (Meanwhile, _now) = (null, Samples.Noon.AddHours(1));
                Ended = Task.Run(meanwhile, Cancellation);
                // It may have to wait until the count is added.
                Ended.Wait(TimeSpan.FromMilliseconds(100), Cancellation);
            }

            return now;
        }
    }

    private sealed class Breaking : IOutcomeCountStore
    {
        public bool IsBroken { get; set; }

        public List<OutcomeCount> Saved { get; } = [];

        public Task Save(string process, IReadOnlyList<OutcomeCount> counts, CancellationToken cancellationToken)
        {
            if (IsBroken)
                throw new IOException("The store is away.");

            Saved.AddRange(counts);
            return Task.CompletedTask;
        }

        public Task<DeliveryOutcomes> Sum(string? tenant, DateTimeOffset firstHour, CancellationToken cancellationToken) =>
            Task.FromResult(DeliveryOutcomes.None);

        public Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
