using AlertRelay.Api;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Polling;
using AlertRelay.Tests.Storage;
using AlertRelay.Tests.Storage.Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

/// <summary>What the overview costs does not grow with the ledger.</summary>
public sealed class OverviewReadsTests(Azurite azurite)
{
    private static readonly Caller Operator = new("key_1", "operator", "default", Role.Admin), Acme = new("key_2", "acme", "acme", Role.Subscriber);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_storage_account_it_is_a_fixed_number_of_requests()
    {
        var account = new AzureAccount(await azurite.Account());
        var requests = new Counter();
        var storage = account.Open(requests);
        using var ledger = new AzureDeliveryStore(storage, TestRows.Unlogged);
        var catalog = new ChannelCatalog([PollingTrial.StateLike("aa-one"), PollingTrial.StateLike("bb-two")]);
        var channels = new AzureChannelStore(storage, TestRows.Unlogged);
        foreach (var channel in catalog.All)
            await channels.Commit(Samples.ChannelState(channel.Id, 1), [], [], Cancellation);
        var reader = new OverviewReader(
            catalog, channels, new AzureOutcomeCountStore(storage), ledger,
            new AzureSubscriptionStore(storage, TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None), new AzureAlertStore(storage, TestRows.Unlogged),
            account.Time);
        // Makes the tables.
        await reader.Read(Operator, Cancellation);
        var empty = (await requests.Of(() => reader.Read(Operator, Cancellation)), await requests.Of(() => reader.Read(Acme, Cancellation)));

        await Fill(ledger, 3_000);

        // Two channels and their list, the counts, three lists of eight shards each (dead letters, failing and disabled subscriptions), three heartbeats.
        Assert.Equal(3 + 1 + 24 + 3, empty.Item1);
        Assert.Equal(empty.Item1, await requests.Of(() => reader.Read(Operator, Cancellation)));
        Assert.Equal(empty.Item2, await requests.Of(() => reader.Read(Acme, Cancellation)));
    }

    [Theory]
    [InlineData(DeliveryStatus.Dead), InlineData(DeliveryStatus.Pending)]
    public async Task In_SQLite_the_few_dead_and_pending_ones_are_found_by_their_own_index(DeliveryStatus status)
    {
        using var database = SqliteDatabase.InMemory(TimeProvider.System);
        var store = new SqliteDeliveryStore(database, TestRows.Unlogged);
        await store.Save(new DeliveryRecord("alr_open", "sub_1", status, 1, Samples.Noon, Samples.Noon), Cancellation);
        await Fill(store, 1_000);

        var plan = await database.Read(
            connection => connection.Query(
                $"EXPLAIN QUERY PLAN SELECT id, sequence FROM deliveries INDEXED BY deliveries_open WHERE status = '{status}' AND sequence < 99 "
                + "AND status = coalesce(NULL, status) ORDER BY sequence DESC LIMIT 9",
                reader => reader.GetString(3)),
            Cancellation);

        Assert.Equal("SEARCH deliveries USING INDEX deliveries_open (status=? AND sequence<?)", Assert.Single(plan));
        Assert.Single((await store.Undelivered(new DeliveryQuery(status, null, null, 500), Cancellation)).Deliveries);
    }

    private static Task Fill(IDeliveryStore ledger, int count) => ledger.Record(
        [
            .. Enumerable.Range(0, count).Select(i => (
                new DeliveryRecord($"alr_{i}", $"sub_{i % 100}", i % 2 == 0 ? DeliveryStatus.Superseded : DeliveryStatus.Delivered, 1, Samples.Noon),
                new Attempt($"alr_{i}", $"sub_{i % 100}", 1, Samples.Noon, TimeSpan.Zero, 200, null, ""))),
        ],
        Cancellation);

    private sealed class Counter : HttpPipelineSynchronousPolicy
    {
        private int _requests;

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _requests);

        public async Task<int> Of(Func<Task> work)
        {
            var before = _requests;
            await work();
            return _requests - before;
        }
    }
}
