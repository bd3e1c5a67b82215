using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>What one poll of a channel stores, in one transaction.</summary>
/// <param name="State">The channel's row. Its version is one above the stored one.</param>
public sealed record PollCommit(ChannelState State)
{
    /// <summary>The states that differ from the stored ones.</summary>
    public IReadOnlyList<NoticeState> Notices { get; init; } = [];

    /// <summary>Of changes and of channel health events; they go into the outbox.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>The versions that the notices replace.</summary>
    public IReadOnlyList<NoticeVersion> Past { get; init; } = [];

    /// <summary>What changed in the levels that the channel states about countries.</summary>
    public IReadOnlyList<LevelPeriod> Levels { get; init; } = [];

    /// <summary>From the notices that the poll read. The schedule, the health and the alerts are added later.</summary>
    internal static PollCommit Of(
        Channel channel, ChannelState state, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyDictionary<string, NoticeState> after,
        DetectionResult findings, ReadingGaps gaps, DateTimeOffset now)
    {
        var evidence = findings.Changes.ToDictionary(change => change.State.Key, change => change.Evidence);
        var changed = after.Values.Where(notice => !ReferenceEquals(before.GetValueOrDefault(notice.Key), notice))
            .Select(notice => LevelPeriods.WithOrigin(before.GetValueOrDefault(notice.Key), notice, evidence.GetValueOrDefault(notice.Key), now))
            .ToList();
        return new PollCommit(Counted(channel, state, after, gaps, now))
        {
            Notices = changed,
            Past = [.. changed.Select(notice => Replaced(before.GetValueOrDefault(notice.Key), notice)).OfType<NoticeVersion>()],
            Levels = LevelPeriods.AreOf(channel)
                ? [.. changed.SelectMany(notice => LevelPeriods.Changed(before.GetValueOrDefault(notice.Key), notice, now))]
                : [],
        };
    }

    private static ChannelState Counted(
        Channel channel, ChannelState state, IReadOnlyDictionary<string, NoticeState> notices, ReadingGaps gaps, DateTimeOffset now)
    {
        var due = notices.Values.Where(notice => notice.Page is { IsDue: true }).Select(notice => notice.Page!.NotBefore ?? now).ToList();
        return state with
        {
            Notices = notices.Count,
            NextObservationAt = ChangeDetector.NextObservationAt(channel, notices.Values),
            HeldChanges = notices.Values.Count(notice => notice.IsHeld),
            PagesDue = due.Count,
            PagesAt = due.Count > 0 ? due.Min() : null,
            PagesUnread = notices.Values.Count(notice => notice is { LastNotified: null, PendingChange: null, Page: not null, MissingSince: null }),
            PagesFailing = gaps.Pages,
            LevelsUnreadable = gaps.Levels,
            PlacesUnreadable = gaps.Places,
        };
    }

    private static NoticeVersion? Replaced(NoticeState? before, NoticeState after) =>
        before?.LastNotified is { } previous && !ReferenceEquals(previous, after.LastNotified) && after.LastNotifiedAt is { } until
            ? new NoticeVersion(previous, before.LastNotifiedAt ?? before.DecidedAt, until)
            : null;
}
