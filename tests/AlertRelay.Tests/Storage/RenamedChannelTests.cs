using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Storage;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Polling;

namespace AlertRelay.Tests.Storage;

/// <summary>A channel that got another id keeps its subscribers.</summary>
public sealed class RenamedChannelTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_filter_by_a_former_id_matches_and_reads_as_the_current_one()
    {
        var database = _folder.Open();
        using (var before = new SqliteSubscriptionStore(database, TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None))
        {
            await before.Add(Samples.Subscription(1) with { Filter = new Filter { Channels = ["xx-old"] } }, Cancellation);
            await before.Add(Samples.Subscription(2) with { Filter = new Filter { Channels = ["xx-older", "xx-old"] } }, Cancellation);
            await before.Add(Samples.Subscription(3) with { Filter = new Filter { Channels = ["xx-other"] } }, Cancellation);
        }

        var catalog = new ChannelCatalog([PollingTrial.StateLike("xx-new") with { PreviousIds = ["xx-old", "xx-older"] }, PollingTrial.StateLike("xx-other")]);
        using var store = new SqliteSubscriptionStore(database, TestKeys.Ring, TestRows.Unlogged, new RenamedChannels(() => catalog));
        var alert = Samples.Alert("alr_1") with { Channel = "xx-new" };

        Assert.Equal([1, 2], await Wanting(store, alert));
        Assert.Equal([3], await Wanting(store, alert with { Channel = "xx-other" }));

        var first = (await store.Find(Samples.Subscription(1).Id, Cancellation))!;
        Assert.Equal(["xx-new"], first.Filter.Channels);
        Assert.True(await store.Update(first with { Version = first.Version + 1 }, Cancellation));
        Assert.Equal([1, 2], await Wanting(store, alert));
    }

    private static async Task<IEnumerable<int>> Wanting(SqliteSubscriptionStore store, Alert alert)
    {
        var page = await store.Candidates(alert, null, null, 10, Cancellation);
        var ids = page.Subscriptions.Where(one => one.Wants(alert)).Select(one => one.Id).ToList();
        return Enumerable.Range(1, 3).Where(number => ids.Contains(Samples.Subscription(number).Id));
    }
}
