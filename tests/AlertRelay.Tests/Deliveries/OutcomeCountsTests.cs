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
