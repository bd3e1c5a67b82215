using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

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
