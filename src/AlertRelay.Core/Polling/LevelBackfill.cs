using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Observability;

namespace AlertRelay.Polling;

/// <summary>How far the past levels of a channel's notices are stored.</summary>
/// <param name="Version">The <see cref="LevelPeriods.Version"/> by which they are stored.</param>
/// <param name="Key">The last notice in the order of keys.</param>
/// <param name="Began">The first poll that stored some.</param>
public sealed record LevelProgress(int Version, string Key, DateTimeOffset? Began = null);

/// <summary>
/// Stores the levels of notices that were known before the relay stored levels: what they state, in the next commit of their channel, and what they stated
/// before, in as many commits as it takes.
/// </summary>
internal static partial class LevelBackfill
{
    // A read each. Of a longer history the oldest versions are left out.
    internal const int VersionsPerPoll = 200, MaxVersionsOfNotice = 500;

    /// <returns>In most polls the commit as it is.</returns>
    public static async Task<PollCommit> AddTo(Channel channel, PollCommit commit, IChannelStore store, ILogger logger, CancellationToken cancellationToken)
    {
        if (!LevelPeriods.AreOf(channel) || commit.State.LevelsVersion == LevelPeriods.Version)
            return commit;

        var notices = (await store.Notices(channel.Id, cancellationToken)).Values.OrderBy(notice => notice.Key, StringComparer.Ordinal).ToList();
        var progress = commit.State.LevelProgress is { Version: LevelPeriods.Version } known ? known : null;
        var levels = commit.Levels.ToList();
        var began = progress is null ? commit.State.LastPollAt : progress.Began;
        if (progress is null)
            levels.AddRange(Present(notices, levels));
        var ended = progress is null || began is null ? [] : await EndedSince(began.Value, channel, store, cancellationToken);

        var left = VersionsPerPoll;
        foreach (var notice in notices.Where(notice => progress is null || string.CompareOrdinal(notice.Key, progress.Key) > 0))
        {
            if (left <= 0)
                return commit with { State = commit.State with { LevelProgress = progress }, Levels = levels };

            var versions = await Versions(channel, notice, ended.TryGetValue(notice.Key, out var from) ? from : null, store, logger, cancellationToken);
            levels.AddRange(Periods(notice.Key, versions));
            left -= versions.Count;
            progress = new LevelProgress(LevelPeriods.Version, notice.Key, began);
        }

        return commit with { State = commit.State with { LevelsVersion = LevelPeriods.Version, LevelProgress = null }, Levels = levels };
    }

    private static List<LevelPeriod> Present(List<NoticeState> notices, List<LevelPeriod> changed)
    {
        var written = changed.Where(period => period.Until is null).Select(period => (period.Country, period.Key)).ToHashSet();
        return [.. notices.SelectMany(notice => LevelPeriods.Of(notice).Values).Where(period => !written.Contains((period.Country, period.Key)))];
    }

    // Polls stored these whole, with the alert and the evidence, while the notice waited for its turn.
    private static async Task<Dictionary<string, DateTimeOffset>> EndedSince(
        DateTimeOffset began, Channel channel, IChannelStore store, CancellationToken cancellationToken) =>
        (await store.PastLevels(channel.Id, null, began.AddTicks(-1), cancellationToken))
            .GroupBy(period => period.Key).ToDictionary(ofNotice => ofNotice.Key, ofNotice => ofNotice.Min(period => period.From));

    /// <param name="storedFrom">From when on its levels are stored already.</param>
    /// <returns>Those before the present level, the newest first.</returns>
    private static async Task<List<NoticeVersion>> Versions(
        Channel channel, NoticeState notice, DateTimeOffset? storedFrom, IChannelStore store, ILogger logger, CancellationToken cancellationToken)
    {
        var versions = new List<NoticeVersion>();
        var until = notice.LevelOrigin?.Since < notice.LastNotifiedAt ? notice.LevelOrigin.Since : notice.LastNotifiedAt;
        if (storedFrom < until)
            until = storedFrom;
        try
        {
            while (until is { } replaced && versions.Count < MaxVersionsOfNotice
                && await store.VersionAt(channel.Id, notice.Key, replaced.AddTicks(-1), cancellationToken) is { } version)
            {
                versions.Add(version);
                until = version.From;
            }
        }
        catch (UnreadableRowException fault)
        {
            // Only the version itself says when it began, and so where the one before is.
            LogUnreadable(logger, channel.Id, notice.Key, fault.Message);
        }

        return versions;
    }

    // Neighbours of the same level are one period.
    private static List<LevelPeriod> Periods(string key, List<NoticeVersion> versions)
    {
        var periods = new List<LevelPeriod>();
        foreach (var version in versions)
        {
            var state = new NoticeState { Key = key, LastNotified = version.Notice, LastNotifiedAt = version.From };
            foreach (var period in LevelPeriods.Of(state).Values)
            {
                var next = periods.FindIndex(later => later.Country == period.Country && later.Level == period.Level && later.From == version.Until);
                if (next < 0)
                    periods.Add(period with { Until = version.Until });
                else
                    periods[next] = periods[next] with { From = period.From };
            }
        }

        return periods;
    }

    [LoggerMessage(
        EventIds.RowUnreadable, LogLevel.Error,
        "The past levels of {Channel} {Key} are left out from a version on that cannot be read; newer ones are stored: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string channel, string key, string reason);
}
