using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Storage.Azure;
using Azure.Core;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>Commits that one transaction cannot hold, and commits that end midway.</summary>
public sealed class ChannelCommitTests(Azurite azurite) : IAsyncLifetime
{
    private const string Channel = "uk-fcdo-travel";

    private AzureAccount _account = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(3, 1)]
    [InlineData(98, 3)]
    public async Task A_commit_that_ends_at_any_request_is_stored_whole_or_not_at_all_and_can_be_made_again(int notices, int alerts)
    {
        var stored = 0;
        for (var requests = 0; ; requests++)
        {
            _account = new AzureAccount(await azurite.Account());
            await new AzureChannelStore(_account.Open(), TestRows.Unlogged).Commit(Samples.ChannelState(Channel, 1), Notices(notices, "old"), [], Cancellation);
            var completed = await Commit(new Interruption(requests), notices, alerts);
            var isStored = await IsWhole(notices, alerts);
            stored += isStored ? 1 : 0;
            Assert.True(isStored || !completed);

            if (!isStored)
                Assert.True(await Commit(null, notices, alerts));
            Assert.True(await IsWhole(notices, alerts));
            await AssertPublishes(alerts);
            if (completed)
                break;
        }

        Assert.True(stored > 1);
    }

    [Fact]
    public async Task Of_eight_long_commits_that_race_one_wins_and_the_others_leave_nothing()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(racer => Task.Run(() => new AzureChannelStore(_account.Open(), TestRows.Unlogged).Commit(
            Samples.ChannelState(Channel, 1) with { LastError = $"{racer}" }, Notices(120, $"{racer}"), Alerts(3, $"{racer}"), Cancellation))));

        var winner = Assert.Single(Enumerable.Range(0, 8), racer => won[racer]);
        var store = new AzureChannelStore(_account.Open(), TestRows.Unlogged);
        Assert.Equal($"{winner}", (await store.Find(Channel, Cancellation))?.LastError);
        Assert.All((await store.Notices(Channel, Cancellation)).Values, notice => Assert.Equal($"{winner}", notice.LastNotified?.Text));
        Assert.Equal(Alerts(3, $"{winner}").Select(alert => alert.Id), (await store.Outbox(10, Cancellation)).Select(alert => alert.Id));
        Assert.Empty(await Staged());
    }

    [Fact]
    public async Task A_decided_commit_is_finished_once_however_many_readers_find_it()
    {
        await EndWhere(async storage => await storage.Channels.Find(TableKey.Of(Channel), ChannelRows.Channel, Cancellation) is not null);

        var stores = Enumerable.Range(0, 6).Select(_ => new AzureChannelStore(_account.Open(), TestRows.Unlogged)).ToList();
        var read = await Task.WhenAll(stores.Select(store => Task.Run(() => store.Notices(Channel, Cancellation))));

        Assert.All(read, notices => Assert.Equal(110, notices.Count));
        Assert.Equal(12, (await stores[0].Outbox(100, Cancellation)).Count);
        Assert.Empty(await Staged());
    }

    [Fact]
    public async Task What_a_dead_commit_left_behind_is_removed_by_the_next_long_one()
    {
        await EndWhere(async _ => await Staged() is { Count: > 0 });
        var store = new AzureChannelStore(_account.Open(), TestRows.Unlogged);
        Assert.True(await store.Commit(Samples.ChannelState(Channel, 1), [], [], Cancellation));

        Assert.True(await Commit(null, 110, 12));

        Assert.Empty(await Staged());
        Assert.Equal(12, (await store.Outbox(100, Cancellation)).Count);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_and_that_was_sent_again_is_known_as_our_own()
    {
        var lost = 0;
        var network = new Network((message, _) => message.Request.Method == RequestMethod.Post && Interlocked.Increment(ref lost) == 1);

        var other = new AzureChannelStore(_account.Open(network), TestRows.Unlogged);
        Assert.True(await other.Commit(Samples.ChannelState(Channel, 1), Notices(3, "new"), [], Cancellation));
    }

    [Fact]
    public async Task An_alert_that_waits_already_is_not_told_again()
    {
        var store = new AzureChannelStore(_account.Open(), TestRows.Unlogged);
        await store.Commit(Samples.ChannelState(Channel, 1), [], Alerts(2, "new"), Cancellation);
        await store.Commit(Samples.ChannelState(Channel, 2), [], [.. Alerts(3, "new"), .. Alerts(3, "new")], Cancellation);

        Assert.Equal(["alr_new_2", "alr_new_1", "alr_new_3"], (await store.Outbox(10, Cancellation)).Select(alert => alert.Id));
        foreach (var alert in Alerts(3, "new"))
            await store.ClearOutbox(alert, Cancellation);
        Assert.Empty(await store.Outbox(10, Cancellation));
    }

    [Fact]
    public async Task An_empty_outbox_costs_one_request_however_many_channels_there_are()
    {
        var store = new AzureChannelStore(_account.Open(), TestRows.Unlogged);
        for (var i = 0; i < 5; i++)
            await store.Commit(Samples.ChannelState($"channel-{i}", 1), [], [Samples.Alert($"alr_{i}") with { Channel = $"channel-{i}" }], Cancellation);
        foreach (var alert in await store.Outbox(10, Cancellation))
            await store.ClearOutbox(alert, Cancellation);
        Assert.Empty(await store.Outbox(10, Cancellation));

        var network = new Network();
        Assert.Empty(await new AzureChannelStore(_account.Open(network), TestRows.Unlogged).Outbox(10, Cancellation));
        Assert.Equal(1, network.Requests);
    }

    private async Task<bool> Commit(Interruption? interruption, int notices, int alerts, int version = 2)
    {
        try
        {
            var store = new AzureChannelStore(interruption is null ? _account.Open() : _account.Open(interruption), TestRows.Unlogged);
            return await store.Commit(Samples.ChannelState(Channel, version), Notices(notices, "new"), Alerts(alerts, "new"), Cancellation);
        }
        catch (InterruptedException)
        {
            return false;
        }
    }

    /// <returns>False when nothing of it is stored. Anything in between fails the test.</returns>
    private async Task<bool> IsWhole(int notices, int alerts)
    {
        var store = new AzureChannelStore(_account.Open(), TestRows.Unlogged);
        var version = (await store.Find(Channel, Cancellation))!.Version;
        var texts = (await store.Notices(Channel, Cancellation)).Values.Select(notice => notice.LastNotified!.Text).ToList();
        var outbox = await store.Outbox(100, Cancellation);

        Assert.Equal(Enumerable.Repeat(version == 2 ? "new" : "old", notices), texts);
        Assert.Equal(Alerts(version == 2 ? alerts : 0, "new").Select(alert => alert.Id), outbox.Select(alert => alert.Id));
        return version == 2;
    }

    private async Task AssertPublishes(int alerts)
    {
        var store = new AzureChannelStore(_account.Open(), TestRows.Unlogged);
        foreach (var alert in Alerts(alerts, "new"))
            await store.ClearOutbox(alert, Cancellation);
        Assert.Empty(await store.Outbox(100, Cancellation));
    }

    /// <summary>Ends a long commit at the first request after which this is so.</summary>
    private async Task EndWhere(Func<AzureStorage, Task<bool>> isSo)
    {
        var requests = 0;
        do
        {
            _account = new AzureAccount(await azurite.Account());
            await Commit(new Interruption(++requests), 110, 12, version: 1);
        }
        while (!await isSo(_account.Open()));
    }

    private async Task<List<string>> Staged()
    {
        var staged = new List<string>();
        await foreach (var row in _account.Open().Channels.Range(TableKey.Of(Channel), TableKey.Below(ChannelRows.Staged), 1000, Cancellation))
            staged.Add(row.RowKey);

        return staged;
    }

    private static List<NoticeState> Notices(int count, string text) => [.. Enumerable.Range(0, count).Select(i => Samples.NoticeState($"notice {i}", text))];

    private static List<Alert> Alerts(int count, string of) => [.. Enumerable.Range(0, count).Select(i => Samples.Alert($"alr_{of}_{count - i}"))];
}
