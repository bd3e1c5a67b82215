using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// How far a look can be believed as a whole. Publishers re-date most of a list in one go, serve lists with every level missing, and re-edit
/// all their pages for technical reasons: each single item looks plausible, all of them together do not.
/// </summary>
/// <param name="Older">Keys of items that slid into a window.</param>
internal sealed record ObservationQuality(
    DateTimeOffset At, bool MassRedating, bool MassRise, bool MassDrop, bool MassRevision, bool MassNew, IReadOnlySet<string> Older)
{
    // The largest true wave on record is 14 countries of 225 within half an hour; the faults on record touch a third of a list and more.
    private const int Least = 10;
    private const double RevisedShare = 0.25;
    private const double RaisedShare = 0.30;
    private const double LoweredShare = 0.12;
    private const double RedatedShare = 0.30;
    private const double NewShare = 0.30;
    private static readonly TimeSpan Today = TimeSpan.FromHours(36);

    /// <param name="older">Keys of items that are no news, as they slid into a window.</param>
    public static ObservationQuality Of(
        IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> sightings, DateTimeOffset at, IReadOnlySet<string> older)
    {
        var known = sightings
            .Select(sighting => (sighting.Notice, State: before.GetValueOrDefault(sighting.Notice.Key)))
            .Where(pair => pair.State?.LastNotified is not null && pair.Notice.ImplausibleReason is null)
            .ToList();

        bool Many(double share, Func<Notice, NoticeState, bool> changed) =>
            known.Count(pair => changed(pair.Notice, pair.State!)) > Math.Max(Least, share * Math.Max(known.Count, before.Count));

        return new ObservationQuality(
            at,
            Many(RedatedShare, (notice, state) => IsRedated(notice, state, at)),
            Many(RaisedShare, (notice, state) => notice.Level.CompareTo(state.LastNotified!.Level) > 0),
            Many(LoweredShare, (notice, state) => !(notice.LevelIsAtLeast && state.LastNotified!.Text is not null)
                && notice.Level.CompareTo(state.LastNotified!.Level) < 0),
            Many(RevisedShare, (notice, state) => state.Memory.NewIn(notice).Count > 0),
            sightings.Count(sighting => !older.Contains(sighting.Notice.Key) && IsNew(sighting, before.GetValueOrDefault(sighting.Notice.Key), at))
                > Math.Max(Least, NewShare * before.Values.Count(IsPresent)),
            older);
    }

    /// <summary>Its date is one of those that were moved to today with most of the others.</summary>
    public bool Redated(Notice notice, NoticeState? state) => MassRedating && state is not null && IsRedated(notice, state, At);

    public IEnumerable<string> Remarks()
    {
        if (MassRedating)
            yield return "most items were re-dated at once: their dates are not believed";
        if (MassRise)
            yield return "implausibly many levels rose at once: held for a second look";
        if (MassDrop)
            yield return "implausibly many levels dropped at once: held";
        if (MassNew)
            yield return "implausibly many notices are new at once: held for a second look";
        if (MassRevision)
            yield return "implausibly many texts changed at once: recorded, not told";
    }

    private static bool IsNew(ObservedNotice sighting, NoticeState? state, DateTimeOffset at) =>
        !sighting.Baseline
            && state is null or { LastNotified: null, FromBaseline: false }
            && sighting.Notice is { Withdrawn: false, ImplausibleReason: null }
            && !(sighting.Notice.ExpiresAt <= at);

    private static bool IsPresent(NoticeState state) => state is { LastNotified: not null, AbsentSince: null, Withdrawn: false };

    // A date under which it was told is its own, though the relay's clock may have been behind then and the date not believed.
    private static bool IsRedated(Notice notice, NoticeState state, DateTimeOffset at) =>
        notice.UpdatedAt is { } date && at - date < Today && date != state.LastNotified?.UpdatedAt && (state.NewestDate is not { } newest || date > newest);
}
