using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>Decides when a channel is polled next.</summary>
internal static class PollSchedule
{
    private const double Spread = 0.1;
    private const int MaxDoublings = 8;
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromHours(6);

    /// <summary>What the clocks of two instances may differ by.</summary>
    public static readonly TimeSpan ClockDrift = TimeSpan.FromMinutes(1);

    // The longest Retry-After that the setting allows.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(30);

    // A publisher may ask for fewer requests, but a careless header must not stop the polls for hours.
    private static readonly TimeSpan MaxFreshness = TimeSpan.FromMinutes(30);

    /// <param name="failures">Consecutive failed polls. Each doubles the wait, up to six hours; polling never stops.</param>
    /// <param name="retryAfter">Retry-After, which is always respected.</param>
    /// <param name="freshFor">Cache-Control, which is respected up to half an hour.</param>
    /// <param name="observeAt">When a pending change or a page is due. It may come before the poll interval, but not before the minimum interval.</param>
    /// <param name="random">From 0 to 1.</param>
    public static DateTimeOffset Next(
        Channel channel, DateTimeOffset now, int failures, TimeSpan? retryAfter, TimeSpan? freshFor, DateTimeOffset? observeAt, double random)
    {
        var interval = failures == 0 ? channel.Interval : Backoff(channel, failures);
        var regular = now + Longer(Longer(interval, channel.Interval) * (1 + Spread * (2 * random - 1)), Shorter(freshFor ?? TimeSpan.Zero, MaxFreshness));
        var planned = failures == 0 && observeAt < regular ? observeAt.Value : regular;
        var earliest = now + Longer(channel.MinimumInterval, retryAfter ?? TimeSpan.Zero);
        return planned < earliest ? earliest : planned;
    }

    /// <summary>The earliest time of the next request, even for urgent polls.</summary>
    public static DateTimeOffset Soonest(Channel channel, DateTimeOffset now, int failures, TimeSpan? retryAfter) =>
        now + Longer(failures == 0 ? channel.MinimumInterval : Backoff(channel, failures), retryAfter ?? TimeSpan.Zero);

    /// <summary>When a channel may be polled because a person asks for it: after its minimum interval and Retry-After, whatever its backoff.</summary>
    public static DateTimeOffset Requested(Channel channel, ChannelState state, DateTimeOffset now)
    {
        var planned = Planned(channel, state, now);
        var earliest = state.EarliestAt ?? state.SoonestAt ?? now;
        // A time further away than the longest wait is from a clock that was ahead.
        var requested = earliest <= now || earliest > now + Longer(MaxRetryAfter, channel.MinimumInterval) ? now : earliest;
        return planned < requested ? planned : requested;
    }

    /// <summary>When a channel is due by its stored schedule. A time that this schedule could not give now is from a clock that was ahead: due now.</summary>
    public static DateTimeOffset Planned(Channel channel, ChannelState state, DateTimeOffset now) =>
        state.LastPollAt > now + ClockDrift || state.NextPollAt > now + Longer(MaxRetryAfter, channel.Interval * (1 + Spread)) ? now : state.NextPollAt ?? now;

    private static TimeSpan Backoff(Channel channel, int failures) => Shorter(MaxBackoff, channel.Interval * (1 << Math.Min(failures - 1, MaxDoublings)));

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>
/// After the clock was set back, times that it gave before lie ahead, and nothing would be due, confirmed or over until then. They count as now.
/// </summary>
internal static class ClockRepair
{
    public static bool IsNeeded(ChannelState state, DateTimeOffset now) => state.LastPollAt > now + PollSchedule.ClockDrift;

    /// <summary>Except for the last poll, by which the jump is known.</summary>
    public static ChannelState Of(ChannelState state, DateTimeOffset now) => state with
    {
        Documents = state.Documents.ToDictionary(pair => pair.Key, pair => pair.Value with
        {
            BaselineAt = Past(pair.Value.BaselineAt, now),
            ReadAt = Past(pair.Value.ReadAt, now),
            WholeAt = Past(pair.Value.WholeAt, now),
        }),
        EarliestAt = Past(state.EarliestAt, now),
        LastGoodPollAt = Past(state.LastGoodPollAt, now),
        LastAlertAt = Past(state.LastAlertAt, now),
        NextObservationAt = Past(state.NextObservationAt, now),
        PagesAt = Past(state.PagesAt, now),
        RaisedElsewhere = state.RaisedElsewhere is { } raise ? raise with { At = Past(raise.At, now) } : null,
        Health = state.Health with
        {
            Activity = [.. state.Health.Activity.Select(at => Past(at, now))],
            ReturnedAt = Past(state.Health.ReturnedAt, now),
            Troubles = [.. state.Health.Troubles.Select(trouble => trouble with { Since = Past(trouble.Since, now), SeenAt = Past(trouble.SeenAt, now) })],
        },
    };

    /// <returns>The same instance where no time lies ahead.</returns>
    public static NoticeState Of(NoticeState state, DateTimeOffset now)
    {
        var repaired = state with
        {
            PendingChange = state.PendingChange is { } pending
                ? pending with { Since = Past(pending.Since, now), NextObservationAt = Past(pending.NextObservationAt, now) }
                : null,
            MissingSince = Past(state.MissingSince, now),
            AbsentSince = Past(state.AbsentSince, now),
            LastObservedAt = Past(state.LastObservedAt, now),
            Page = state.Page is { } page
                ? page with
                {
                    NotBefore = Past(page.NotBefore, now),
                    ReadAt = Past(page.ReadAt, now),
                    WholeAt = Past(page.WholeAt, now),
                    FailingSince = Past(page.FailingSince, now),
                }
                : null,
        };
        return repaired == state ? state : repaired;
    }

    private static DateTimeOffset Past(DateTimeOffset time, DateTimeOffset now) => time > now ? now : time;

    private static DateTimeOffset? Past(DateTimeOffset? time, DateTimeOffset now) => time > now ? now : time;
}
