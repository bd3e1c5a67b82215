using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Polling;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Maintenance;

/// <summary>The daily sign of life: that somebody has looked, and what could not be looked at.</summary>
public sealed class HeartbeatWriterTests : IDisposable
{
    private static readonly DateTimeOffset Midnight = new(2020, 1, 10, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Midnight.AddHours(5));
    private readonly RelayInMemory _relay;
    private readonly SqliteDatabase _database;
    private readonly SqliteChannelStore _channels;

    public HeartbeatWriterTests()
    {
        _relay = new RelayInMemory(time: _clock);
        _database = SqliteDatabase.InMemory(_clock);
        _channels = new SqliteChannelStore(_database, TestRows.Unlogged);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _relay.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task It_is_written_once_a_day_at_its_time_however_many_instances_there_are()
    {
        await Read("xx-test-travel", _clock.GetUtcNow());
        await Writer().Run(Cancellation);
        Assert.Equal("hbt_20200109", Assert.Single(await Heartbeats()).Id);

        _clock.Advance(TimeSpan.FromMinutes(59));
        await Writer().Run(Cancellation);
        Assert.Single(await Heartbeats());

        _clock.Advance(TimeSpan.FromMinutes(1));
        for (var minute = 0; minute < 15; minute++)
        {
            await Writer().Run(Cancellation);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["hbt_20200110", "hbt_20200109"], (await Heartbeats()).Select(alert => alert.Id));
    }

    [Fact]
    public async Task One_that_was_perhaps_not_sent_is_published_again_within_an_hour_once_by_each_instance_and_not_while_it_may_be_under_way()
    {
        _clock.Advance(TimeSpan.FromHours(2));
        await Read("xx-test-travel", _clock.GetUtcNow());
        await Writer().Run(Cancellation);
        _relay.Queue.Pages.Clear();

        var restarted = Writer();
        _clock.Advance(TimeSpan.FromMinutes(6));
        await restarted.Run(Cancellation);
        Assert.Empty(_relay.Queue.Pages);

        _clock.Advance(TimeSpan.FromMinutes(4));
        await restarted.Run(Cancellation);
        await restarted.Run(Cancellation);
        Assert.Equal("hbt_20200110", Assert.Single(_relay.Queue.Pages).AlertId);

        _clock.Advance(TimeSpan.FromHours(1));
        await Writer().Run(Cancellation);
        Assert.Single(_relay.Queue.Pages);
    }

    [Fact]
    public async Task A_relay_that_has_not_looked_at_anything_says_nothing()
    {
        await Writer().Run(Cancellation);

        Assert.Empty(await Heartbeats());
    }

    [Fact]
    public async Task It_names_what_was_not_read_and_counts_what_was_found()
    {
        await Read("xx-test-travel", _clock.GetUtcNow().AddHours(-1));
        await Read("xx-late", _clock.GetUtcNow().AddDays(-2));
        await _relay.Alerts.Append(AlertRelay.Tests.Deliveries.Fakes.Some.Alert("new") with { DetectedAt = _clock.GetUtcNow().AddHours(-3) }, Cancellation);
        await _relay.Alerts.Append(AlertRelay.Tests.Deliveries.Fakes.Some.Alert("old") with { DetectedAt = _clock.GetUtcNow().AddHours(-30) }, Cancellation);

        await Writer("xx-test-travel", "xx-late", "xx-never").Run(Cancellation);

        var told = Assert.Single(await Heartbeats());
        Assert.Equal("Heartbeat: 1 of 3 channels were read; 1 alert since 2020-01-09 05:00 UTC", told.Headline);
        Assert.Equal("Not read: xx-late, xx-never.", told.Summary);
        Assert.Equal((3, 1), (told.Heartbeat!.Channels, told.Heartbeat.Alerts));
    }

    [Fact]
    public async Task A_quiet_day_is_called_one()
    {
        await Read("xx-test-travel", _clock.GetUtcNow());

        await Writer().Run(Cancellation);

        Assert.EndsWith(
            "1 of 1 channels were read; nothing has changed since 2020-01-09 05:00 UTC", Assert.Single(await Heartbeats()).Headline, StringComparison.Ordinal);
    }

    private HeartbeatWriter Writer(params string[] channels) => new(
        new ChannelCatalog([.. (channels.Length > 0 ? channels : ["xx-test-travel"]).Select(id => PollingTrial.StateLike(id))]),
        _channels,
        _relay.Alerts,
        _relay.Publisher,
        new SqlitePollLease(_database),
        Options.Create(new PollingOptions()),
        _clock);

    private async Task Read(string channel, DateTimeOffset at) =>
        await _channels.Commit(new ChannelState { Channel = channel, Version = 1, LastPollAt = at, LastGoodPollAt = at }, [], [], [], Cancellation);

    private async Task<IReadOnlyList<Alert>> Heartbeats() => (await _relay.Alerts.List(new AlertQuery { Kind = EventKind.Heartbeat }, Cancellation)).Alerts;
}
