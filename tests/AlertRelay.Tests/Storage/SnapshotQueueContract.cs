using AlertRelay.Deliveries;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Storage.Azure;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage;

public abstract class SnapshotQueueContract
{
    protected abstract ISnapshotQueue Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_listed_oldest_first_until_they_are_removed()
    {
        await Open().Add("sub_b", Samples.Noon.AddMinutes(1), Cancellation);
        await Open().Add("sub_a", Samples.Noon.AddMinutes(2), Cancellation);
        await Open().Add("sub_b", Samples.Noon.AddMinutes(9), Cancellation);

        Assert.Equal(
            [new SnapshotRequest("sub_b", Samples.Noon.AddMinutes(1)), new SnapshotRequest("sub_a", Samples.Noon.AddMinutes(2))],
            await Open().List(10, null, Cancellation));
        Assert.Equal("sub_b", Assert.Single(await Open().List(1, null, Cancellation)).SubscriptionId);

        await Open().Remove("sub_b", Cancellation);
        await Open().Remove("sub_b", Cancellation);
        Assert.Equal("sub_a", Assert.Single(await Open().List(10, null, Cancellation)).SubscriptionId);
    }

    [Fact]
    public async Task A_page_goes_on_after_the_last_request_of_the_one_before_also_if_that_was_removed()
    {
        foreach (var (id, minute) in new[] { ("sub_c", 1), ("sub_a", 2), ("sub_b", 2), ("sub_0", 3) })
            await Open().Add(id, Samples.Noon.AddMinutes(minute), Cancellation);

        var first = await Open().List(2, null, Cancellation);
        await Open().Remove("sub_a", Cancellation);
        var second = await Open().List(2, first[^1], Cancellation);

        Assert.Equal(["sub_c", "sub_a", "sub_b", "sub_0"], first.Concat(second).Select(request => request.SubscriptionId));
        Assert.Empty(await Open().List(2, second[^1], Cancellation));
    }
}

public sealed class SqliteSnapshotQueueTests : SnapshotQueueContract, IDisposable
{
    private readonly SqliteDatabase _database = SqliteDatabase.InMemory(new FakeTimeProvider(Samples.Noon));

    protected override ISnapshotQueue Open() => new SqliteSnapshotQueue(_database);

    public void Dispose() => _database.Dispose();
}

public sealed class AzureSnapshotQueueTests(Azurite azurite) : SnapshotQueueContract, IAsyncLifetime
{
    private AzureAccount _account = null!;

    protected override ISnapshotQueue Open() => new AzureSnapshotQueue(_account.Open());

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
