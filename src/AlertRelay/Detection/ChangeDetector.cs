using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Compares what a channel shows with what was told of it. Pure: the same look on the same states always comes to the same findings.</summary>
public static class ChangeDetector
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMinutes(10);
    private const int MostDoublings = 5;

    public static Findings Detect(Channel channel, IReadOnlyDictionary<string, NoticeState> before, Look look)
    {
        var sightings = Doubles.Collapse(look.Sightings, look.At);
        var moved = Rekeying.Of(channel, before, sightings);
        var known = moved.Count == 0 ? before : before.Concat(moved).ToDictionary();
        var quality = LookQuality.Of(known, sightings, look.At);
        var judged = sightings
            .Select(sighting => Judge(channel, known.GetValueOrDefault(sighting.Notice.Key), sighting, quality, look.At))
            .OfType<(NoticeState State, Change? Change)>()
            .ToList();
        var shown = sightings.Select(sighting => sighting.Notice.Key).ToHashSet();
        var vanished = Vanishing.Judge(channel, before, look);

        return new Findings(
            [.. judged.Select(pair => pair.State).UnionBy(moved.Values, state => state.Key), .. vanished.States.Where(state => !shown.Contains(state.Key))],
            [.. judged.Select(pair => pair.Change).OfType<Change>(), .. vanished.Changes],
            [.. Remarks(moved.Count), .. quality.Remarks(), .. vanished.Remarks]);
    }

    /// <summary>The earliest time at which something held asks to be looked at again.</summary>
    public static DateTimeOffset? LookAt(Channel channel, IEnumerable<NoticeState> states) =>
        states.Select(state => Earlier(state.Held?.LookAt, Vanishing.LookAt(channel, state))).Where(time => time is not null).Min();

    private static IEnumerable<string> Remarks(int moved) =>
        moved == 0 ? [] : [$"{moved} notices came back under other ids, with their old titles and dates: taken for the known ones"];

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static (NoticeState State, Change? Change)? Judge(Channel channel, NoticeState? before, Sighting sighting, LookQuality quality, DateTimeOffset at)
    {
        var shown = Facts.Shown(sighting.Notice);
        if (before is { Told: not null, Held: null, MissingSince: null, Withdrawn: false } && before.Shown == shown)
            return null;

        var notice = new Case(channel, before, sighting, quality, at);
        var verdict = NoticeRules.Judge(notice);
        var seen = (before ?? new NoticeState { Key = sighting.Notice.Key, FromBaseline = sighting.Baseline }) with
        {
            Shown = shown,
            Held = null,
            MissingSince = null,
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
