using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What the relay cannot read in a channel, counted over the notices in force.</summary>
/// <param name="Notices">The number of notices in force.</param>
/// <param name="Levels">Notices whose level can no longer be read.</param>
/// <param name="Places">Notices without a known place; 0 for channels without places.</param>
/// <param name="Pages">Notices whose page keeps failing.</param>
/// <param name="PagesFailSince">Since when every requested page has failed; null if one was read in the meantime.</param>
public sealed record ReadingGaps(int Notices, int Levels, int Places, int Pages, DateTimeOffset? PagesFailSince)
{
    // When a publisher introduces a new term for a level, the latest alerts contain it first.
    private const int Latest = 5;
    private const int MinUnreadableOfLatest = 3;
    private const int MinBefore = 10;
    private const double MaxShareBefore = 0.25;

    public static ReadingGaps Of(Channel channel, IReadOnlyCollection<NoticeState> states, DateTimeOffset at)
    {
        var inForce = states.Where(state => state is { Withdrawn: false, MissingSince: null }).ToList();
        return new ReadingGaps(
            inForce.Count,
            inForce.Count(state => state is { LastNotified.Level.IsKnown: true }
                and ({ LevelUnreadableSince: not null } or { ReasonCode: DecisionReason.LevelUnreadable })) + NewLevels(inForce),
            channel.HasPlaces ? inForce.Count(state => state.LastNotified is { Areas.Count: 0 }) : 0,
            inForce.Count(state => state.Page?.IsFailing(at) is true),
            PagesFailingSince(inForce));
    }

    private static int NewLevels(List<NoticeState> inForce)
    {
        var known = inForce.Where(state => state.LastNotified is not null).ToList();
        var latest = known.Where(state => state.Alerts.Count > 0).OrderByDescending(state => state.LastNotifiedAt).Take(Latest).ToList();
        var before = known.Except(latest).ToList();
        var unreadable = latest.Count(IsUnreadable);
        return unreadable >= MinUnreadableOfLatest && before.Count >= MinBefore && before.Count(IsUnreadable) < MaxShareBefore * before.Count ? unreadable : 0;
    }

    private static bool IsUnreadable(NoticeState state) => state.LastNotified!.Level is { IsKnown: false, Native: not null };

    private static DateTimeOffset? PagesFailingSince(List<NoticeState> inForce)
    {
        var first = inForce.Min(state => state.Page is { Failures: > 0 } page ? page.FailingSince : null);
        return inForce.Exists(state => state.Page?.ReadAt >= first) ? null : first;
    }
}
