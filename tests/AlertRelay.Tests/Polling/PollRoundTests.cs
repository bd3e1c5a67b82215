using AlertRelay.Channels;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Fetching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Polling;

/// <summary>Several hosts over one store: a channel is polled by one of them, when it is due.</summary>
public sealed class PollRoundTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly Channel Slow = PollingTrial.StateLike("aa-slow") with { Urls = [new Uri("https://slow.example.org/feed.xml")] };

    private readonly PollingTrial _trial = new();
    private readonly List<PollRound> _rounds = [];

    public PollRoundTests() => _trial.Publisher.Shows(("Iran", 3));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _rounds.ForEach(round => round.Dispose());
        _trial.Dispose();
    }

    [Fact]
    public async Task A_channel_whose_lease_another_host_holds_is_left_to_it_until_the_lease_is_over()
    {
        var round = Host(_trial.Channel);
        Assert.True(await new SqlitePollLease(_trial.Database).TryTake(_trial.Channel.Id, Lease, Cancellation));

        _trial.Time.Advance(Lease - TimeSpan.FromTicks(1));
        await Poll(round);
        Assert.Empty(_trial.Publisher.Asked);

        _trial.Time.Advance(TimeSpan.FromTicks(1));
        await Poll(round);
        Assert.Single(_trial.Publisher.Asked);
    }

    [Fact]
    public async Task A_channel_that_another_host_polled_meanwhile_is_no_longer_due()
    {
        var slow = new TaskCompletionSource();
        _trial.Publisher.Hold = url => url == Slow.Urls[0] ? slow.Task : Task.CompletedTask;

        // The one place is taken by the slow channel, so that the other one, due as well, has to wait for it.
        var polls = await Host(Slow, _trial.Channel).Start(Cancellation);
        await Poll(Host(_trial.Channel));
        slow.SetResult();
        await Task.WhenAll(polls);

        Assert.Equal([Slow.Urls[0], _trial.Channel.Urls[0]], _trial.Publisher.Asked.Select(asked => asked.Url));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public async Task A_channel_is_polled_at_its_time_and_not_before(long ticks, int polls)
    {
        var round = Host(_trial.Channel);
        await Poll(round);
        _trial.Publisher.Asked.Clear();

        _trial.Time.SetUtcNow((await _trial.State()).NextPollAt!.Value.AddTicks(ticks));
        await Poll(round);

        Assert.Equal(polls, _trial.Publisher.Asked.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_set_back_a_year_stops_no_polls(bool isBroken)
    {
        var clock = new SetClock(_trial.Time);
        var round = Host(clock, _trial.Channel);
        _trial.Publisher.WhileAnswering = () =>
        {
            if (isBroken && _trial.Publisher.Asked.Count == 1)
                throw new InvalidOperationException("The poll breaks off.");
        };
        await Poll(round);
        clock.Offset = TimeSpan.FromDays(-365);

        _trial.Time.Advance(_trial.Channel.Interval - TimeSpan.FromTicks(1));
        await Poll(round);
        Assert.Equal(isBroken ? 1 : 2, _trial.Publisher.Asked.Count);

        _trial.Time.Advance(TimeSpan.FromTicks(1));
        await Poll(round);
        Assert.Equal(isBroken ? 2 : 3, _trial.Publisher.Asked.Count);
    }

    [Fact]
    public async Task The_lease_is_given_back_after_a_poll_though_it_failed()
    {
        _trial.Publisher.WhileAnswering = () => throw new InvalidOperationException("The poll breaks off.");

        await Poll(Host(_trial.Channel));

        Assert.Single(_trial.Publisher.Asked);
        Assert.True(await new SqlitePollLease(_trial.Database).TryTake(_trial.Channel.Id, Lease, Cancellation));
    }

    private static async Task Poll(PollRound round) => await Task.WhenAll(await round.Start(Cancellation));

    private PollRound Host(params Channel[] channels) => Host(_trial.Time, channels);

    private PollRound Host(TimeProvider time, params Channel[] channels)
    {
        var options = Options.Create(new PollingOptions { StartSpread = TimeSpan.Zero, Concurrency = 1, Lease = Lease });
        var lease = new SqlitePollLease(_trial.Database);
        var round = new PollRound(
            new ChannelCatalog(channels), _trial.Poller(), _trial.Store, lease, options, time, () => 0.5, NullLogger<PollRound>.Instance);
        _rounds.Add(round);
        return round;
    }
}
