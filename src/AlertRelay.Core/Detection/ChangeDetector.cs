using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Compares what a channel shows with what was told of it. Pure: the same look on the same states always comes to the same findings.</summary>
public static class ChangeDetector
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMinutes(10);
    private const int MostDoublings = 5;
    private const int FewNew = 3;

    public static Findings Detect(Channel channel, IReadOnlyDictionary<string, NoticeState> before, Look look)
    {
        var readBy = ReadingVersion.Of(channel);
        var shownNow = Doubles.Collapse(look.Sightings, look.At);
        var moved = Rekeying.Of(channel, before, shownNow);
        var known = moved.Count == 0 ? before : before.Concat(moved).ToDictionary();
        var sightings = ReadAnew(readBy, known, shownNow);
        var quality = LookQuality.Of(known, sightings, look.At);
        var judged = sightings
            .Select(sighting => (Sighting: sighting, Before: known.GetValueOrDefault(sighting.Notice.Key)))
            .Where(pair => !IsAsBefore(pair.Before, pair.Sighting, readBy))
            .Select(pair => Judge(new Case(channel, pair.Before, pair.Sighting, quality, readBy, look.At), pair.Sighting))
            .ToList();
        var shown = sightings.Select(sighting => sighting.Notice.Key).ToHashSet();
        var vanished = Vanishing.Judge(channel, before, look);

        return new Findings(
            [.. judged.Select(pair => pair.State).UnionBy(moved.Values, state => state.Key), .. vanished.States.Where(state => !shown.Contains(state.Key))],
            [.. judged.Select(pair => pair.Change).OfType<Change>(), .. vanished.Changes],
            [.. Remarks(moved.Count), .. quality.Remarks(), .. vanished.Remarks])
        {
            Returns = judged.Count(pair => pair.State.Reason == NoticeRules.ShownBefore),
            LevelsLost = sightings.Count(sighting => LevelIsLost(sighting.Notice, known.GetValueOrDefault(sighting.Notice.Key))),
            Moved = !quality.MassRedating && judged.Any(pair => known.GetValueOrDefault(pair.State.Key)?.Shown != pair.State.Shown),
        };
    }

    /// <summary>The earliest time at which something held asks to be looked at again.</summary>
    public static DateTimeOffset? LookAt(Channel channel, IEnumerable<NoticeState> states) =>
        states.Select(state => Earlier(state.Held?.LookAt, Vanishing.LookAt(channel, state))).Where(time => time is not null).Min();

    private static IEnumerable<string> Remarks(int moved) =>
        moved == 0 ? [] : [$"{moved} notices came back under other ids, with their old titles and dates: taken for the known ones"];

    private static bool LevelIsLost(Notice shown, NoticeState? before) => before?.Told is { Level.IsKnown: true } && !shown.Level.IsKnown;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    // Another version of the relay may have known the same notices under other keys: many new ones at its successor's first look are no news.
    private static IReadOnlyList<Sighting> ReadAnew(string readBy, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<Sighting> sightings) =>
        before.Values.Any(state => state.ReadBy is not null)
            && before.Values.All(state => state.ReadBy != readBy)
            && sightings.Count(sighting => !before.ContainsKey(sighting.Notice.Key)) > FewNew
            ? [.. sightings.Select(sighting => sighting with { Baseline = true })]
            : sightings;

    private static bool IsAsBefore(NoticeState? before, Sighting sighting, string readBy) =>
        before is { Told: not null, Held: null, MissingSince: null, Withdrawn: false } && before.ReadBy == readBy && before.Shown == Facts.Shown(sighting.Notice);

    private static (NoticeState State, Change? Change) Judge(Case notice, Sighting sighting)
    {
        var at = notice.At;
        var verdict = NoticeRules.Judge(notice);
        var seen = (notice.Before ?? new NoticeState { Key = sighting.Notice.Key, FromBaseline = sighting.Baseline }) with
        {
            Shown = Facts.Shown(sighting.Notice),
            ReadBy = notice.ReadBy,
            Held = null,
            MissingSince = null,
            MissingEvidence = null,
            MissingLooks = 0,
            LastShownAt = at,
            LastEvidence = sighting.Evidence,
            Reason = verdict.Reason,
            DecidedAt = at,
        };
        return Apply(verdict, notice, seen, sighting.Evidence);
    }

    private static (NoticeState State, Change? Change) Apply(Verdict verdict, Case notice, NoticeState seen, Evidence evidence) => verdict switch
    {
        Verdict.Hold hold => (seen with { Held = Hold(hold, notice, evidence) }, null),
        Verdict.Record => (Known(seen with { Revision = Math.Max(1, seen.Revision) }, notice), null),
        Verdict.Tell tell => Change.Of(tell.Kind, notice.Channel, notice.Told, notice.Notice, evidence, Known(seen, notice), tell.Marks),
        _ => (seen with { NewestDate = Newest(notice) }, null),
    };

    private static NoticeState Known(NoticeState seen, Case notice) => seen with
    {
        Told = notice.Notice,
        ToldAt = notice.At,
        Withdrawn = notice.Notice.Withdrawn,
        FromBaseline = false,
        NewestDate = Newest(notice),
        Memory = (notice.Told is { } told ? seen.Memory.With(told, notice.At) : seen.Memory).With(notice.Notice, notice.At),
    };

    private static DateTimeOffset? Newest(Case notice) =>
        notice.Date is { } date && (notice.Before?.NewestDate is not { } newest || date > newest) ? date : notice.Before?.NewestDate;

    private static Held Hold(Verdict.Hold hold, Case notice, Evidence evidence)
    {
        var goesOn = notice.Before?.Held is { } held && (notice.HeldFor is not null || (held.Notice.Doubt is not null && notice.Shown.Doubt is not null));
        var since = goesOn ? notice.Before!.Held!.Since : notice.At;
        var looks = goesOn ? notice.Before!.Held!.Looks + 1 : 1;
        var planned = since + hold.LookAfter;
        var later = notice.At + ShortestWait * (1 << Math.Min(looks - 1, MostDoublings));
        return new Held(notice.Shown, evidence, hold.Reason, since, looks, planned > notice.At ? planned : later);
    }
}
