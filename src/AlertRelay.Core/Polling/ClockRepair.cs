using AlertRelay.Detection;

namespace AlertRelay.Polling;

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
