using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Observability;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Polling;

public sealed class OutboxTests
{
    [Fact]
    public async Task A_channel_that_is_being_polled_hides_no_other_however_many_alerts_it_has()
    {
        await using var trial = await Trial.Start();
        var relay = trial.Relay(trial.Sqlite);
        var store = relay.Get<IChannelStore>();
        await store.Commit(Samples.ChannelState("xx-polled", 1), [], Alerts("xx-polled", 250), [], Trial.Cancellation);
        await store.Commit(Samples.ChannelState("xx-other", 1), [], Alerts("xx-other", 250), [], Trial.Cancellation);
        Assert.True(await relay.Get<IPollLease>().TryTake("xx-polled", TimeSpan.FromMinutes(2), Trial.Cancellation));

        Assert.Equal(250, await relay.Get<Outbox>().PublishRemaining(Trial.Cancellation));

        Assert.All(await store.Outbox(1000, Trial.Cancellation), alert => Assert.Equal("xx-polled", alert.Channel));
    }

    [Fact]
    public async Task What_a_crash_left_of_a_channel_is_published_before_what_its_next_poll_finds()
    {
        await using var trial = await Trial.Start();
        var relay = trial.Relay(trial.Sqlite);
        var store = relay.Get<IChannelStore>();
        await store.Commit(Samples.ChannelState("xx-polled", 1), [], Alerts("xx-polled", 120), [], Trial.Cancellation);
        await store.Commit(Samples.ChannelState("xx-other", 1), [], Alerts("xx-other", 1), [], Trial.Cancellation);
        var next = Samples.Alert("xx-polled_next") with { Channel = "xx-polled" };
        await store.Commit(Samples.ChannelState("xx-polled", 2), [], [next], [], Trial.Cancellation);

        await relay.Get<Outbox>().Publish("xx-polled", [next], Trial.Cancellation);

        var history = await relay.Get<IAlertStore>().List(new AlertQuery { OldestFirst = true, Limit = 200 }, Trial.Cancellation);
        Assert.Equal([.. Alerts("xx-polled", 120).Select(alert => alert.Id), next.Id], history.Alerts.Select(alert => alert.Id));
        Assert.Equal("xx-other", Assert.Single(await store.Outbox(1000, Trial.Cancellation)).Channel);
    }

    [Fact]
    public async Task A_channel_that_cannot_be_published_keeps_back_no_other()
    {
        await using var trial = await Trial.Start();
        var relay = trial.Relay(trial.Sqlite);
        var store = relay.Get<IChannelStore>();
        foreach (var channel in (string[])["xx-a", "xx-broken", "xx-z"])
            await store.Commit(Samples.ChannelState(channel, 1), [], Alerts(channel, 2), [], Trial.Cancellation);
        var logged = new ConcurrentQueue<string>();
        var outbox = new Outbox(
            store, relay.Get<AlertPublisher>(), new BrokenLease(relay.Get<IPollLease>(), "xx-broken"), Options.Create(new PollingOptions()),
            new CollectingLogger<Outbox>(logged));

        Assert.Equal(4, await outbox.PublishRemaining(Trial.Cancellation));

        Assert.All(await store.Outbox(1000, Trial.Cancellation), alert => Assert.Equal("xx-broken", alert.Channel));
        Assert.Contains("xx-broken", Assert.Single(logged), StringComparison.Ordinal);
    }

    private static List<Alert> Alerts(string channel, int count) =>
        [.. Enumerable.Range(1, count).Select(number => Samples.Alert($"{channel}_{number}") with { Channel = channel })];

    [Fact]
    public async Task What_somebody_who_polls_has_found_is_left_to_him_and_swept_when_his_lease_is_over()
    {
        await using var trial = await Trial.Start();
        var relay = trial.Relay(trial.Sqlite);
        var alert = Samples.Alert($"alr_{trial.Channel}");
        await relay.Get<IChannelStore>().Commit(Samples.ChannelState(alert.Channel, 1), [], [alert], Trial.Cancellation);
        var outbox = relay.Get<Outbox>();
        using var database = SqliteDatabase.Open(trial.Sqlite.Path, trial.Time);
        var other = new SqlitePollLease(database);
        Assert.True(await other.TryTake(alert.Channel, TimeSpan.FromMinutes(2), Trial.Cancellation));

        Assert.Equal(0, await outbox.PublishRemaining(Trial.Cancellation));
        Assert.Empty(await relay.Get<IWorkQueue>().Take(10, TimeSpan.FromMinutes(1), Trial.Cancellation));
        trial.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(1, await outbox.PublishRemaining(Trial.Cancellation));
        Assert.Single(await relay.Get<IWorkQueue>().Take(10, TimeSpan.FromMinutes(1), Trial.Cancellation));
        Assert.True(await other.TryTake(alert.Channel, TimeSpan.FromMinutes(2), Trial.Cancellation));
    }

    /// <summary>Fails for one channel.</summary>
    private sealed class BrokenLease(IPollLease lease, string channel) : IPollLease
    {
        public Task<bool> TryTake(string name, TimeSpan duration, CancellationToken cancellationToken) =>
            name == channel ? throw new IOException("The store does not answer.") : lease.TryTake(name, duration, cancellationToken);

        public Task Release(string name, CancellationToken cancellationToken) => lease.Release(name, cancellationToken);
    }
}
