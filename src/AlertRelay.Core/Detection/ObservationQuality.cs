using AlertRelay.Channels;

namespace AlertRelay.Detection;

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
            yield return "most items were re-dated at once: their dates are not believed";
        if (MassRaise)
            yield return "implausibly many levels rose at once: held for a second look";
        if (MassLowering)
            yield return "implausibly many levels dropped at once: held";
        if (MassWithdrawal)
            yield return "implausibly many notices were withdrawn by their publisher at once: held";
        if (MassNew)
            yield return "implausibly many notices are new at once: held for a second look";
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
