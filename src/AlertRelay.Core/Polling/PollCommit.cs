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

/// <summary>Stores the levels of notices that were known before the relay stored levels, in the next commit of their channel.</summary>
internal static class LevelBackfill
{
    /// <returns>In most polls the commit as it is.</returns>
    public static async Task<PollCommit> AddTo(Channel channel, PollCommit commit, IChannelStore store, CancellationToken cancellationToken)
    {
        if (!LevelPeriods.AreOf(channel) || commit.State.LevelsVersion == LevelPeriods.Version)
            return commit;

        var levels = commit.Levels.ToList();
        var written = levels.Where(period => period.Until is null).Select(period => (period.Country, period.Key)).ToHashSet();
        foreach (var known in (await store.Notices(channel.Id, cancellationToken)).Values)
        {
            levels.AddRange(LevelPeriods.Of(known).Values.Where(period => !written.Contains((period.Country, period.Key))));
            levels.AddRange(await Past(channel, known, store, cancellationToken));
        }

        return commit with { State = commit.State with { LevelsVersion = LevelPeriods.Version }, Levels = levels };
    }

    // A read for each version. Neighbours of the same level are one period.
    private static async Task<IReadOnlyList<LevelPeriod>> Past(Channel channel, NoticeState known, IChannelStore store, CancellationToken cancellationToken)
    {
        var periods = new List<LevelPeriod>();
        var replaced = known.LastNotifiedAt;
        while (replaced is { } until && await store.VersionAt(channel.Id, known.Key, until.AddTicks(-1), cancellationToken) is { } version)
        {
            var state = new NoticeState { Key = known.Key, LastNotified = version.Notice, LastNotifiedAt = version.From };
            foreach (var period in LevelPeriods.Of(state).Values)
            {
                var next = periods.FindIndex(later => later.Country == period.Country && later.Level == period.Level && later.From == version.Until);
                if (next < 0)
                    periods.Add(period with { Until = version.Until });
                else
                    periods[next] = periods[next] with { From = period.From };
            }

            replaced = version.From;
        }

        return periods;
    }
}
