using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What cannot be read of a channel that answers. Counted over the notices that are in force.</summary>
/// <param name="Notices">All of them.</param>
/// <param name="Levels">Whose level was known and cannot be read any more, or is new and cannot be read where it could before.</param>
/// <param name="Places">Whose place is not known; zero for channels without places.</param>
/// <param name="Pages">Whose page fails again and again.</param>
/// <param name="PagesFailSince">Since when every page that was asked for has failed; null when one was read meanwhile.</param>
public sealed record ReadingGaps(int Notices, int Levels, int Places, int Pages, DateTimeOffset? PagesFailSince)
{
    // A new word of the publisher's shows in the latest alerts first.
    private const int Latest = 5;
    private const int MostOfLatest = 3;
    private const int EnoughBefore = 10;
    private const double FewBefore = 0.25;

    public static ReadingGaps Of(Channel channel, IReadOnlyCollection<NoticeState> states, DateTimeOffset at)
    {
        var inForce = states.Where(state => state is { Withdrawn: false, MissingSince: null }).ToList();
        return new ReadingGaps(
            inForce.Count,
            inForce.Count(state => state is { ReasonCode: DecisionReason.LevelUnreadable, LastNotified.Level.IsKnown: true }) + NewLevels(inForce),
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
        return unreadable >= MostOfLatest && before.Count >= EnoughBefore && before.Count(IsUnreadable) < FewBefore * before.Count ? unreadable : 0;
    }

    private static bool IsUnreadable(NoticeState state) => state.LastNotified!.Level is { IsKnown: false, Native: not null };

    private static DateTimeOffset? PagesFailingSince(List<NoticeState> inForce)
    {
        var first = inForce.Min(state => state.Page is { Failures: > 0 } page ? page.FailingSince : null);
        return inForce.Exists(state => state.Page?.ReadAt >= first) ? null : first;
    }
}
