using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What one poll of a channel observed.</summary>
/// <param name="Notices">The notices that were read, with duplicates, in any order.</param>
/// <param name="List">The document that lists them; null if none was read or none is a list.</param>
/// <param name="Listed">The keys of all listed notices; null if unknown.</param>
internal sealed record ChannelObservation(DateTimeOffset At, IReadOnlyList<ObservedNotice> Notices, IReadOnlySet<string>? Listed = null, Evidence? List = null);

/// <param name="Baseline">From a document that was never read before, so it is the current state and no news.</param>
public sealed record ObservedNotice(Notice Notice, Evidence Evidence, bool Baseline = false);

/// <summary>If a list contains a notice twice, the newer one counts, whatever the order of the list.</summary>
internal static class DuplicateNotices
{
    public static IReadOnlyList<ObservedNotice> Collapse(IReadOnlyList<ObservedNotice> observedNotices, DateTimeOffset at) =>
    [
        .. observedNotices
            .GroupBy(observed => observed.Notice.Key)
            .Select(group => group.Skip(1).Any() ? Best(group, at) : group.First()),
    ];

    private static ObservedNotice Best(IEnumerable<ObservedNotice> group, DateTimeOffset at) =>
        group.OrderBy(observed => observed.Notice.ImplausibleReason is null)
            .ThenBy(observed => NoticeDates.Believable(observed.Notice.UpdatedAt, at) ?? DateTimeOffset.MinValue)
            .ThenBy(observed => observed.Notice.Level.Severity)
            .ThenBy(observed => observed.Notice.Level.Step)
            .ThenBy(observed => NoticeFingerprints.Observed(observed.Notice), StringComparer.Ordinal)
            .Last();
}

/// <summary>
/// How reliable an observation is as a whole. Publishers re-date most of a list at once, serve lists without levels, and edit all their pages for
/// technical reasons: each single item is plausible, but all of them together are not.
/// </summary>
/// <param name="Older">Keys of old items that entered a window.</param>
internal sealed record ObservationQuality(
    DateTimeOffset At, bool MassRedating, bool MassRaise, bool MassLowering, bool MassWithdrawal, bool MassRevision, bool MassNew,
    IReadOnlySet<string> Older)
{
    // The largest real wave on record is 14 of 225 countries within half an hour. The faults on record affect a third of a list or more.
    private const int MinCount = 10;
    private const double RevisedShare = 0.25;
    private const double RaisedShare = 0.30;
    private const double LoweredShare = 0.12;
    private const double RedatedShare = 0.30;
    private const double NewShare = 0.30;
    private static readonly TimeSpan Today = TimeSpan.FromHours(36);

    /// <param name="older">Keys of old items that entered a window and are no news.</param>
    public static ObservationQuality Of(
        IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> observedNotices, DateTimeOffset at, IReadOnlySet<string> older)
    {
        var known = observedNotices
            .Select(observed => (observed.Notice, State: before.GetValueOrDefault(observed.Notice.Key)))
            .Where(pair => pair.State?.LastNotified is not null && pair.Notice.ImplausibleReason is null)
            .ToList();

        bool ExceedsShare(double share, Func<Notice, NoticeState, bool> changed) =>
            known.Count(pair => changed(pair.Notice, pair.State!)) > Math.Max(MinCount, share * Math.Max(known.Count, before.Count));

        return new ObservationQuality(
            at,
            ExceedsShare(RedatedShare, (notice, state) => IsRedated(notice, state, at)),
            ExceedsShare(RaisedShare, (notice, state) => notice.Level.CompareTo(state.LastNotified!.Level) > 0),
            ExceedsShare(LoweredShare, (notice, state) => !(notice.LevelIsAtLeast && state.LastNotified!.Text is not null)
                && notice.Level.CompareTo(state.LastNotified!.Level) < 0),
            ExceedsShare(LoweredShare, (notice, state) => notice.Withdrawn && !state.LastNotified!.Withdrawn),
            ExceedsShare(RevisedShare, (notice, state) => state.Memory.NewIn(notice).Count > 0),
            observedNotices.Count(observed => !older.Contains(observed.Notice.Key) && IsNew(observed, before.GetValueOrDefault(observed.Notice.Key), at))
                > Math.Max(MinCount, NewShare * before.Values.Count(IsPresent)),
            older);
    }

    /// <summary>Its date changed to today together with most of the others.</summary>
    public bool WasRedated(Notice notice, NoticeState? state) => MassRedating && state is not null && IsRedated(notice, state, At);

    public IEnumerable<string> Remarks()
    {
        if (MassRedating)
            yield return "most items were re-dated at once: their dates are ignored";
        if (MassRaise)
            yield return "implausibly many levels were raised at once: held until a second poll confirms them";
        if (MassLowering)
            yield return "implausibly many levels were lowered at once: held";
        if (MassWithdrawal)
            yield return "implausibly many notices were withdrawn by their publisher at once: held";
        if (MassNew)
            yield return "implausibly many notices are new at once: held until a second poll confirms them";
        if (MassRevision)
            yield return "implausibly many texts changed at once: recorded, not sent";
    }

    private static bool IsNew(ObservedNotice observed, NoticeState? state, DateTimeOffset at) =>
        !observed.Baseline
            && state is null or { LastNotified: null, FromBaseline: false }
            && observed.Notice is { Withdrawn: false, ImplausibleReason: null }
            && !(observed.Notice.ExpiresAt <= at);

    private static bool IsPresent(NoticeState state) => state is { LastNotified: not null, AbsentSince: null, Withdrawn: false };

    // The date of the last alert is no re-dating, even if the relay's clock was behind and the date seemed implausible then.
    private static bool IsRedated(Notice notice, NoticeState state, DateTimeOffset at) =>
        notice.UpdatedAt is { } date && at - date < Today && date != state.LastNotified?.UpdatedAt && (state.NewestDate is not { } newest || date > newest);
}

/// <summary>
/// Old items that enter a window because others left it, or because it grew. A new item is seldom older than everything in the list and older than
/// the relay's first poll.
/// </summary>
internal static class WindowEdge
{
    private const int Few = 3;

    // One item in ten may be pinned.
    private const int PinnedShare = 10;
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(36);

    /// <returns>The keys of these items, which are no news.</returns>
    public static IReadOnlySet<string> Older(
        Channel channel, IReadOnlyDictionary<string, NoticeState> known, IReadOnlyList<ObservedNotice> observedNotices, IReadOnlySet<string>? listed)
    {
        var newNotices = observedNotices.Where(observed => !observed.Baseline && known.GetValueOrDefault(observed.Notice.Key)?.LastNotified is null).ToList();
        if (channel.Membership != Membership.Window || channel.PagesWithin is not null || newNotices.Count == 0
            || FirstNotifiedAt(known) is not { } firstNotifiedAt
            || Edge(known, observedNotices) is not { } edge)
            return new HashSet<string>();

        var older = newNotices.Where(observed => NewestDateOf(observed.Notice) is { } date && date < edge && date < firstNotifiedAt).ToList();
        var left = listed is null ? 0 : known.Values.Count(state => IsPresent(state) && !listed.Contains(state.Key));
        var slidIn = older.Count > Few ? older : older.Count > left ? [] : older.Where(observed => NewestDateOf(observed.Notice) < firstNotifiedAt - Backdated);
        return slidIn.Select(observed => observed.Notice.Key).ToHashSet();
    }

    private static bool IsPresent(NoticeState state) => state is { LastNotified: not null, AbsentSince: null, Withdrawn: false, Names.Count: 0 };

    private static DateTimeOffset? FirstNotifiedAt(IReadOnlyDictionary<string, NoticeState> known) => known.Values.Min(state => state.LastNotifiedAt);

    // Based on the current window; after a long pause of the relay, on the last known one.
    private static DateTimeOffset? Edge(IReadOnlyDictionary<string, NoticeState> known, IReadOnlyList<ObservedNotice> observedNotices)
    {
        var currentDates = Dates(observedNotices.Select(observed => known.GetValueOrDefault(observed.Notice.Key)?.LastNotified));
        var dates = currentDates.Count > 0 ? currentDates : Dates(known.Values.Where(IsPresent).Select(state => state.LastNotified));
        return dates.Count > 0 ? dates[dates.Count / PinnedShare] : null;
    }

    private static List<DateTimeOffset> Dates(IEnumerable<Notice?> notices) =>
        [.. notices.Select(notice => notice is null ? null : NewestDateOf(notice)).OfType<DateTimeOffset>().Order()];

    private static DateTimeOffset? NewestDateOf(Notice notice) => notice.UpdatedAt ?? notice.PublishedAt;
}
