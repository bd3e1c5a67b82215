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
        Assert.Equal(Now + _trial.Channel.MinimumInterval, (await Ask()).At);

        _trial.Publisher.RetryAfter = TimeSpan.FromHours(3);
        await _trial.Poll();
        Assert.Equal(Now.AddHours(3), (await Ask()).At);
    }

    [Fact]
    public async Task An_earlier_time_that_is_planned_already_stays()
    {
        await _trial.Poll();
        var planned = (await _trial.State()).NextPollAt!.Value;
        _trial.Time.SetUtcNow(planned.AddSeconds(1));

        Assert.Equal(planned, (await Ask()).At);
        Assert.Equal(1, (await _trial.State()).Version);
    }

    [Fact]
    public async Task While_an_instance_polls_it_nothing_is_written_that_would_discard_the_poll()
    {
        await _trial.Poll();
        var lease = new SqlitePollLease(_trial.Database);
        await lease.TryTake(_trial.Channel.Id, TimeSpan.FromMinutes(1), Cancellation);

        Assert.True((await Ask()).IsRunning);
        Assert.Equal(1, (await _trial.State()).Version);
    }

    [Fact]
    public async Task A_channel_that_was_never_polled_is_due_anyway()
    {
        Assert.Equal(new PollRequest(Now, IsRunning: false), await Ask());
        Assert.Equal(1, await PollsOfAnotherInstance());
    }

    private Task<PollRequest> Ask() =>
        new PollRequests(_trial.Store, new SqlitePollLease(_trial.Database), Settings, _trial.Time).Ask(_trial.Channel, Cancellation);

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
