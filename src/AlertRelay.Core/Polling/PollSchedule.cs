using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>When a channel is polled next. Nothing else in the relay knows.</summary>
internal static class PollSchedule
{
    private const double Spread = 0.1;
    private const int MaxDoublings = 8;
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromHours(6);

    private static readonly TimeSpan ClockDrift = TimeSpan.FromMinutes(1);

    // A publisher may ask for less traffic than its channel's rhythm, but not silence the relay for hours by a careless header.
    private static readonly TimeSpan MaxFreshness = TimeSpan.FromMinutes(30);

    /// <param name="failures">Failed polls in a row: each one doubles the wait, up to six hours; it never gives up.</param>
    /// <param name="retryAfter">The publisher's wish: kept in full.</param>
    /// <param name="freshFor">Cache-Control: kept up to half an hour.</param>
    /// <param name="lookAt">A second look that something held asks for, or pages that are due; served sooner than the rhythm, never below the floor.</param>
    /// <param name="random">From 0 to 1.</param>
    public static DateTimeOffset Next(
        Channel channel, DateTimeOffset now, int failures, TimeSpan? retryAfter, TimeSpan? freshFor, DateTimeOffset? lookAt, double random)
    {
        var rhythm = failures == 0 ? channel.Interval : Backoff(channel, failures);
        var usual = now + Longer(Longer(rhythm, channel.Interval) * (1 + Spread * (2 * random - 1)), Shorter(freshFor ?? TimeSpan.Zero, MaxFreshness));
        var wanted = failures == 0 && lookAt < usual ? lookAt.Value : usual;
        var soonest = now + Longer(channel.MinimumInterval, retryAfter ?? TimeSpan.Zero);
        return wanted < soonest ? soonest : wanted;
    }

    /// <summary>Before this nobody asks the publisher again, whatever the hurry.</summary>
    public static DateTimeOffset Soonest(Channel channel, DateTimeOffset now, int failures, TimeSpan? retryAfter) =>
        now + Longer(failures == 0 ? channel.MinimumInterval : Backoff(channel, failures), retryAfter ?? TimeSpan.Zero);

    /// <summary>When a channel is due whose clock may have been set meanwhile: what was planned by a clock that was ahead is not waited for.</summary>
    public static DateTimeOffset Planned(ChannelState state, DateTimeOffset now) =>
        state.LastPollAt > now + ClockDrift ? now : state.NextPollAt ?? now;

    /// <summary>The first poll after a start, so that not all channels and all relays ask at once.</summary>
    public static DateTimeOffset First(DateTimeOffset now, TimeSpan spread, double random) => now + spread * random;

    private static TimeSpan Backoff(Channel channel, int failures) => Shorter(MaxBackoff, channel.Interval * (1 << Math.Min(failures - 1, MaxDoublings)));

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
