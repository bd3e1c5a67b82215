using AlertRelay.Channels;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Polling;

/// <summary>"Poll now" of a person.</summary>
public sealed class PollRequestsTests : IDisposable
{
    private static readonly IOptions<PollingOptions> Settings = Options.Create(new PollingOptions { StartSpread = TimeSpan.Zero });

    private readonly PollingTrial _trial = new();

    public PollRequestsTests() => _trial.Publisher.Shows(("Iran", 3));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _trial.Time.GetUtcNow();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task A_channel_is_polled_at_the_end_of_its_minimum_interval_by_whichever_instance_looks_next()
    {
        await _trial.Poll();
        var soonest = Now + _trial.Channel.MinimumInterval;

        Assert.Equal(new PollRequest(soonest, IsRunning: false), await Ask());

        _trial.Time.SetUtcNow(soonest.AddTicks(-1));
        Assert.Equal(0, await PollsOfAnotherInstance());
        _trial.Time.SetUtcNow(soonest);
        Assert.Equal(1, await PollsOfAnotherInstance());
    }

    [Fact]
    public async Task After_the_minimum_interval_it_is_polled_at_once()
    {
        await _trial.Poll();
        _trial.Time.Advance(_trial.Channel.MinimumInterval);

        Assert.Equal(new PollRequest(Now, IsRunning: false), await Ask());
        Assert.Equal(1, await PollsOfAnotherInstance());
    }

    [Fact]
    public async Task The_backoff_after_failures_is_cut_short_but_not_what_the_publisher_asked_for()
    {
        _trial.Publisher.Status = System.Net.HttpStatusCode.ServiceUnavailable;
        for (var i = 0; i < 6; i++)
            await _trial.Poll();
        Assert.True((await _trial.State()).NextPollAt > Now.AddHours(1));
        Assert.Equal(Now + _trial.Channel.MinimumInterval, (await Ask())!.At);

        _trial.Publisher.RetryAfter = TimeSpan.FromHours(3);
        await _trial.Poll();
        Assert.Equal(Now.AddHours(3), (await Ask())!.At);
    }

    [Fact]
    public async Task An_earlier_time_that_is_planned_already_stays()
    {
        await _trial.Poll();
        var planned = (await _trial.State()).NextPollAt!.Value;
        _trial.Time.SetUtcNow(planned.AddSeconds(1));

        Assert.Equal(planned, (await Ask())!.At);
        Assert.Equal(1, (await _trial.State()).Version);
    }

    [Fact]
    public async Task While_an_instance_polls_it_nothing_is_written_that_would_discard_the_poll()
    {
        await _trial.Poll();
        _trial.Time.SetUtcNow((await _trial.State()).NextPollAt!.Value);
        await new SqlitePollLease(_trial.Database).TryTake(_trial.Channel.Id, TimeSpan.FromMinutes(1), Cancellation);

        Assert.True((await Ask())!.IsRunning);
        Assert.Equal(1, (await _trial.State()).Version);
    }

    [Fact]
    public async Task An_instance_that_holds_the_channel_though_it_is_not_due_does_not_count_as_a_poll()
    {
        await _trial.Poll();
        await new SqlitePollLease(_trial.Database).TryTake(_trial.Channel.Id, TimeSpan.FromMinutes(1), Cancellation);

        Assert.Null(await Ask());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Another_change_of_the_channel_at_the_same_moment_does_not_lose_the_request(int changes)
    {
        await _trial.Poll();
        var soonest = Now + _trial.Channel.MinimumInterval;
        var store = new ChangedMeanwhile(_trial.Store) { Left = changes };

        var found = await new PollRequests(store, new SqlitePollLease(_trial.Database), Settings, _trial.Time).Ask(_trial.Channel, Cancellation);

        Assert.Equal(changes == 1 ? new PollRequest(soonest, IsRunning: false) : null, found);
        Assert.Equal(changes == 1, (await _trial.State()).NextPollAt == soonest);
    }

    [Fact]
    public async Task A_channel_that_was_never_polled_is_due_anyway()
    {
        Assert.Equal(new PollRequest(Now, IsRunning: false), await Ask());
        Assert.Equal(1, await PollsOfAnotherInstance());
    }

    private async Task<PollRequest?> Ask() =>
        await new PollRequests(_trial.Store, new SqlitePollLease(_trial.Database), Settings, _trial.Time).Ask(_trial.Channel, Cancellation);

    /// <summary>Before so many commits another instance changes the channel.</summary>
    private sealed class ChangedMeanwhile(IChannelStore store) : FailingStores(store, null!, int.MaxValue)
    {
        public int Left { get; set; }

        public override async Task<bool> Commit(PollCommit commit, CancellationToken cancellationToken)
        {
            if (Left-- > 0)
            {
                var state = await Find(commit.State.Channel, cancellationToken);
                await base.Commit(new PollCommit(state! with { Version = state.Version + 1 }), cancellationToken);
            }

            return await base.Commit(commit, cancellationToken);
        }
    }

    private async Task<int> PollsOfAnotherInstance()
    {
        var before = _trial.Publisher.Asked.Count;
        using var round = new PollRound(
            new ChannelCatalog([_trial.Channel]), _trial.Poller(), _trial.Store, new SqlitePollLease(_trial.Database), Settings, _trial.Time, () => 0.5,
            NullLogger<PollRound>.Instance);
        await Task.WhenAll(await round.Start(Cancellation));
        return _trial.Publisher.Asked.Count - before;
    }
}
