using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlertRelay.Tests.Storage;

public sealed class AbandonedLeasesTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly SqliteFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_killed_relay_had_taken_is_free_when_it_starts_again_and_nothing_is_due_sooner()
    {
        var killed = _folder.Open();
        var deliveries = new SqliteDeliveryStore(killed, TestRows.Unlogged);
        var now = _folder.Time.GetUtcNow();
        await new SqlitePollLease(killed).TryTake("uk-fcdo-travel", Lease, Cancellation);
        await Queue(killed).Enqueue(new FanOutBatch("alt_1"), Cancellation);
        await Queue(killed).Take(1, Lease, Cancellation);
        await deliveries.Save(Pending("sub_1", now), Cancellation);
        await deliveries.TakeDue(now, Lease, 10, Cancellation);
        await deliveries.Save(Pending("sub_2", now.AddMinutes(2)), Cancellation);

        var started = _folder.Open();
        await AbandonedLeases.Release(started, Cancellation);

        Assert.True(await new SqlitePollLease(started).TryTake("uk-fcdo-travel", Lease, Cancellation));
        Assert.Single(await Queue(started).Take(10, Lease, Cancellation));
        Assert.Equal(
            ["sub_1"],
            (await new SqliteDeliveryStore(started, TestRows.Unlogged).TakeDue(now, Lease, 10, Cancellation)).Select(delivery => delivery.SubscriptionId));
    }

    private static SqliteWorkQueue Queue(SqliteDatabase database) => new(database, NullLogger<SqliteWorkQueue>.Instance);

    private static AlertRelay.Deliveries.Delivery Pending(string subscription, DateTimeOffset due) =>
        new("alt_1", subscription, DeliveryStatus.Pending, 1, due, due, "HTTP 503");
}
