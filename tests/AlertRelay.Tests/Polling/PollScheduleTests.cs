using AlertRelay.Channels;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Polling;

/// <summary>What the relay promises publishers. Chance is one half here, which adds and takes nothing, unless a test says otherwise.</summary>
public sealed class PollScheduleTests
{
    private static readonly DateTimeOffset Now = AlertRelay.Tests.Detection.Some.Morning;

    // Every quarter of an hour, and never below five minutes.
    private static readonly Channel Channel = PollingTrial.StateLike() with { Interval = TimeSpan.FromMinutes(15), MinimumInterval = TimeSpan.FromMinutes(5) };

    [Theory]
    [InlineData(null, "00:15:00")]
    [InlineData("00:14:59", "00:15:00")]
    [InlineData("00:15:00", "00:15:00")]
    [InlineData("00:15:01", "00:15:01")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    public void Retry_After_is_kept_in_full_and_brings_no_poll_forward(string? retryAfter, string next) =>
        Assert.Equal(Span(next), Wait(failures: 1, retryAfter: retryAfter));

    [Theory]
    [InlineData("00:04:59", "00:05:00", "00:10:00")]
    [InlineData("00:05:01", "00:05:01", "00:10:00")]
    [InlineData("00:10:00", "00:10:00", "00:10:00")]
    [InlineData("00:10:01", "00:10:01", "00:10:01")]
    public void Nothing_that_hurries_comes_before_Retry_After_is_over(string retryAfter, string soonest, string secondLook)
    {
        Assert.Equal(Span(soonest), PollSchedule.Soonest(Channel, Now, 0, Span(retryAfter)) - Now);
        Assert.Equal(Span(secondLook), Wait(retryAfter: retryAfter, lookAt: "00:10:00"));
    }

    [Theory]
    [InlineData(0, "00:15:00")]
    [InlineData(1, "00:15:00")]
    [InlineData(2, "00:30:00")]
    [InlineData(3, "01:00:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "04:00:00")]
    [InlineData(6, "06:00:00")]
    [InlineData(7, "06:00:00")]
    [InlineData(int.MaxValue, "06:00:00")]
    public void Each_failure_doubles_the_wait_up_to_six_hours(int failures, string next)
    {
        Assert.Equal(Span(next), Wait(failures));
        Assert.Equal(failures == 0 ? Channel.MinimumInterval : Span(next), PollSchedule.Soonest(Channel, Now, failures, null) - Now);
    }

    [Theory]
    [InlineData("00:01:00", 9, "04:16:00")]
    [InlineData("00:01:00", 10, "04:16:00")]
    [InlineData("12:00:00", 1, "12:00:00")]
    [InlineData("12:00:00", 9, "12:00:00")]
    public void Back_off_doubles_eight_times_and_never_makes_a_channel_faster(string every, int failures, string next) =>
        Assert.Equal(Span(next), Wait(failures, channel: Channel with { Interval = Span(every), MinimumInterval = TimeSpan.FromMinutes(1) }));

    [Theory]
    [InlineData("00:15:00", "00:15:00")]
    [InlineData("00:15:01", "00:15:01")]
    [InlineData("00:29:59", "00:29:59")]
    [InlineData("00:30:00", "00:30:00")]
    [InlineData("00:30:01", "00:30:00")]
    [InlineData("365.00:00:00", "00:30:00")]
    public void Freshness_slows_a_channel_down_by_half_an_hour_at_the_most(string freshFor, string next) => Assert.Equal(Span(next), Wait(freshFor: freshFor));

    [Theory]
    [InlineData("-01:00:00", "00:05:00")]
    [InlineData("00:04:59", "00:05:00")]
    [InlineData("00:05:00", "00:05:00")]
    [InlineData("00:05:01", "00:05:01")]
    [InlineData("00:14:59", "00:14:59")]
    [InlineData("00:15:01", "00:15:00")]
    public void A_second_look_comes_sooner_but_never_below_the_floor(string lookAt, string next) => Assert.Equal(Span(next), Wait(lookAt: lookAt));

    [Fact]
    public void A_publisher_that_fails_is_not_asked_sooner_for_a_second_look() => Assert.Equal(Span("00:30:00"), Wait(failures: 2, lookAt: "00:10:00"));

    [Theory]
    [InlineData("00:05:00", 0, "00:13:30")]
    [InlineData("00:05:00", 1, "00:16:30")]
    [InlineData("00:13:29", 0, "00:13:30")]
    [InlineData("00:13:31", 0, "00:13:31")]
    [InlineData("00:15:00", 0, "00:15:00")]
    public void Chance_spreads_polls_by_a_tenth_and_never_below_the_floor(string floor, double random, string next) =>
        Assert.Equal(Span(next), Wait(channel: Channel with { MinimumInterval = Span(floor) }, random: random));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void What_a_clock_planned_that_was_more_than_a_minute_ahead_is_not_waited_for(long ticksMore, bool waited)
    {
        var state = new ChannelState { Channel = "x", LastPollAt = Now.AddMinutes(1).AddTicks(ticksMore), NextPollAt = Now.AddDays(30) };

        Assert.Equal(waited ? Now.AddDays(30) : Now, PollSchedule.Planned(Channel, state, Now));
    }

    [Theory]
    [InlineData("00:15:00", "30.00:00:00", true)]
    [InlineData("00:15:00", "30.00:00:00.0000001", false)]
    [InlineData("60.00:00:00", "66.00:00:00", true)]
    [InlineData("60.00:00:00", "66.00:00:00.0000001", false)]
    public void A_time_that_the_schedule_could_not_give_is_due_now(string interval, string ahead, bool waited)
    {
        var state = new ChannelState { Channel = "x", LastPollAt = Now, NextPollAt = Now + Span(ahead) };

        Assert.Equal(waited ? Now + Span(ahead) : Now, PollSchedule.Planned(Channel with { Interval = Span(interval) }, state, Now));
    }

    [Fact]
    public async Task What_a_publisher_asks_for_reaches_the_channels_row()
    {
        using var trial = new PollingTrial();
        await trial.Poll(("Iran", 3));
        trial.Publisher.Status = System.Net.HttpStatusCode.ServiceUnavailable;
        trial.Publisher.RetryAfter = TimeSpan.FromHours(3);
        await trial.Poll();

        var state = await trial.State();
        Assert.Equal((trial.Time.GetUtcNow().AddHours(3), trial.Time.GetUtcNow().AddHours(3)), (state.NextPollAt, state.SoonestAt));
    }

    private static TimeSpan Wait(
        int failures = 0, string? retryAfter = null, string? freshFor = null, string? lookAt = null, Channel? channel = null, double random = 0.5)
    {
        var look = lookAt is null ? (DateTimeOffset?)null : Now + Span(lookAt);
        return PollSchedule.Next(channel ?? Channel, Now, failures, Optional(retryAfter), Optional(freshFor), look, random) - Now;
    }

    private static TimeSpan? Optional(string? span) => span is null ? null : Span(span);

    private static TimeSpan Span(string span) => TimeSpan.Parse(span, System.Globalization.CultureInfo.InvariantCulture);
}
