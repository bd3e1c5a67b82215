using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Compares what a channel shows with what was told of it. Pure: the same look on the same states always comes to the same findings.</summary>
internal static class ChangeDetector
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMinutes(10);
    private const int MostDoublings = 5;
    private const int FewNew = 3;

    public static DetectionResult Detect(Channel channel, IReadOnlyDictionary<string, NoticeState> before, ChannelObservation look)
    {
        var readBy = ReadingVersion.Of(channel);
        var current = before.Values.All(state => state.MovedTo is null) ? before : before.Where(pair => pair.Value.MovedTo is null).ToDictionary();
        var joined = MessageChains.Joined(current, look.Notices);
        var moved = NoticeKeyMigration.Of(channel, current, DuplicateNotices.Collapse(joined, look.At), look.Listed);
        var known = moved.Known;
        var sightings = ReadAnew(readBy, known, moved.Sightings);
        var shown = sightings.Select(sighting => sighting.Notice.Key).ToHashSet();
        var listed = look.Listed?.Union(shown).ToHashSet();
        var older = WindowEdge.Older(channel, known, sightings, listed);
        var quality = ObservationQuality.Of(known, sightings, look.At, older);
        var judged = sightings
            .Select(sighting => (Sighting: sighting, Before: known.GetValueOrDefault(sighting.Notice.Key)))
            .Where(pair => !IsAsBefore(pair.Before, pair.Sighting, readBy))
            .Select(pair => Judge(new NoticeEvaluation(channel, pair.Before, pair.Sighting, quality, readBy, look.At), pair.Sighting))
            .ToList();
        var vanished = MissingNotices.Judge(channel, known, look with { Listed = listed });
        var absent = MissingNotices.Absent(channel, known, listed, look.At);

        return new DetectionResult(
            [.. judged.Select(pair => pair.State).Concat(vanished.States).Concat(absent).UnionBy(moved.Changed, state => state.Key)],
            [.. judged.Select(pair => pair.Change).OfType<Change>(), .. vanished.Changes],
            [.. Remarks(moved), .. quality.Remarks(), .. vanished.Remarks])
        {
            ReturnCount = judged.Count(pair => pair.State.ReasonCode == DecisionReason.VersionShownBefore),
            LevelsLost = sightings.Count(sighting => LevelIsLost(sighting.Notice, known.GetValueOrDefault(sighting.Notice.Key))),
            HasActivity = !quality.MassRedating
                && judged.Any(pair => known.GetValueOrDefault(pair.State.Key)?.ObservedFingerprint != pair.State.ObservedFingerprint),
        };
    }

    /// <summary>The earliest time at which something held asks to be looked at again.</summary>
    public static DateTimeOffset? LookAt(Channel channel, IEnumerable<NoticeState> states) =>
        states.Select(state => Earlier(state.PendingChange?.NextLookAt, MissingNotices.LookAt(channel, state))).Where(time => time is not null).Min();

    private static IEnumerable<string> Remarks(NoticeKeyMigration moved)
    {
        if (moved.Moved > 0)
            yield return $"{moved.Moved} notices came back under other ids: taken for the known ones";
        if (moved.Reissued > 0)
            yield return $"the whole list came under new ids twice running: {moved.Reissued} notices with known titles are not sent";
    }

    private static bool LevelIsLost(Notice shown, NoticeState? before) => before?.LastNotified is { Level.IsKnown: true } && !shown.Level.IsKnown;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    // Another version of the relay may have known the same notices under other keys: many new ones at its successor's first look are no news.
    private static IReadOnlyList<ObservedNotice> ReadAnew(
        string readBy, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> sightings) =>
        before.Values.Any(state => state.ReadBy is not null)
            && before.Values.All(state => state.ReadBy != readBy)
            && sightings.Count(sighting => !before.ContainsKey(sighting.Notice.Key)) > FewNew
            ? [.. sightings.Select(sighting => sighting with { Baseline = true })]
            : sightings;

    private static bool IsAsBefore(NoticeState? before, ObservedNotice sighting, string readBy) =>
        before is { LastNotified: not null, PendingChange: null, MissingSince: null, AbsentSince: null, Withdrawn: false }
            && before.ReadBy == readBy
            && before.ObservedFingerprint == NoticeFingerprints.Observed(sighting.Notice);

    private static (NoticeState State, Change? Change) Judge(NoticeEvaluation notice, ObservedNotice sighting)
    {
        var at = notice.At;
        var verdict = NoticeRules.Judge(notice);
        var seen = (notice.Before ?? new NoticeState { Key = sighting.Notice.Key, FromBaseline = sighting.Baseline }) with
        {
            ObservedFingerprint = NoticeFingerprints.Observed(sighting.Notice),
            Names = (notice.Before?.Names ?? []).With(sighting.Notice),
            // Its page, which says more, is still known as another version read it.
            ReadBy = notice is { IsReadAnew: true, Observed: { LevelIsAtLeast: true, Text: null }, LastNotified.Text: not null }
                ? notice.Before!.ReadBy
                : notice.ReadBy,
            PendingChange = null,
            MissingSince = null,
            AbsentSince = null,
            MissingEvidence = null,
            MissingLooks = 0,
            LastObservedAt = at,
            LastEvidence = sighting.Evidence,
            Reason = verdict.Reason.Text(verdict.Detail),
            ReasonCode = verdict.Reason,
            DecidedAt = at,
        };
        return Apply(verdict, notice, seen, sighting.Evidence);
    }

    private static (NoticeState State, Change? Change) Apply(
        NoticeDecision verdict, NoticeEvaluation notice, NoticeState seen, Evidence evidence) => verdict switch
        {
            NoticeDecision.Hold hold => (seen with { PendingChange = Hold(hold, notice, evidence) }, null),
            NoticeDecision.Record => (Known(seen with { Revision = Math.Max(1, seen.Revision) }, notice), null),
            NoticeDecision.Send tell => Change.Of(tell.Kind, notice.Channel, notice.LastNotified, notice.Notice, evidence, Known(seen, notice), tell.Marks),
            _ => (seen with { NewestDate = Newest(notice) }, null),
        };

    private static NoticeState Known(NoticeState seen, NoticeEvaluation notice) => seen with
    {
        LastNotified = notice.Notice,
        LastNotifiedAt = notice.At,
        Withdrawn = notice.Notice.Withdrawn,
        FromBaseline = false,
        NewestDate = Newest(notice),
        Memory = (notice.LastNotified is { } told ? seen.Memory.With(told, notice.At) : seen.Memory).With(notice.Notice, notice.At),
    };

    private static DateTimeOffset? Newest(NoticeEvaluation notice) =>
        notice.Date is { } date && (notice.Before?.NewestDate is not { } newest || date > newest) ? date : notice.Before?.NewestDate;

    private static PendingChange Hold(NoticeDecision.Hold hold, NoticeEvaluation notice, Evidence evidence)
    {
        var goesOn = notice.Before?.PendingChange is { } held
            && (notice.PendingFor is not null || (held.Notice.ImplausibleReason is not null && notice.Observed.ImplausibleReason is not null));
        var since = goesOn ? notice.Before!.PendingChange!.Since : notice.At;
        var looks = goesOn ? notice.Before!.PendingChange!.Observations + 1 : 1;
        var planned = since + hold.LookAfter;
        var later = notice.At + ShortestWait * (1 << Math.Min(looks - 1, MostDoublings));
        var next = planned > notice.At ? planned : later;
        return new PendingChange(notice.Observed, evidence, hold.Reason.Text(hold.Detail), since, looks, next) { ReasonCode = hold.Reason };
    }
}
