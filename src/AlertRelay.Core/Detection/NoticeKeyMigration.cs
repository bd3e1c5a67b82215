using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// Notices that come back under other ids: a site that moved, links with tokens in them, an id that two notices shared. They are the known ones when
/// <see cref="KeyMatches"/> finds them among those that left the list in the same look.
/// </summary>
/// <param name="Known">What is known, by the keys that are shown now.</param>
/// <param name="Sightings">What is shown, under the keys by which it is known.</param>
/// <param name="Changed">Rows to write: the known ones under new keys, and those that they leave behind.</param>
/// <param name="Moved">How many came under other keys.</param>
/// <param name="Reissued">How many of them came under other keys twice running, with other dates or none.</param>
internal sealed record NoticeKeyMigration(
    IReadOnlyDictionary<string, NoticeState> Known,
    IReadOnlyList<ObservedNotice> Sightings,
    IReadOnlyList<NoticeState> Changed,
    int Moved,
    int Reissued)
{
    // Ids that changed twice change at each request: the notice then keeps the key that it has.
    private const int MostMoves = 2;
    private const int ReissuesRunning = 2;

    public static NoticeKeyMigration Of(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> sightings, IReadOnlySet<string>? listed)
    {
        var stays = Settled(before, sightings);
        if (listed is null || sightings.All(sighting => KeyMatches.IsKnown(before, sighting.Notice.Key)))
            return new NoticeKeyMigration(before, sightings, [], 0, 0) with { Known = With(before, stays), Changed = stays };

        var matches = KeyMatches.Of(channel, before, sightings, listed);
        var known = With(before, stays);
        var changed = new Dictionary<string, NoticeState>();
        var keys = new Dictionary<string, string>();
        foreach (var (notice, state) in matches.Same)
            Move(notice, state, before.GetValueOrDefault(notice.Key)?.Page, changed, keys);
        foreach (var (notice, state) in matches.Reissued)
            Reissue(notice, state, before.GetValueOrDefault(notice.Key), changed, keys);
        foreach (var state in changed.Values)
            known[state.Key] = state;

        return new NoticeKeyMigration(
            known.Where(pair => pair.Value.MovedTo is null).ToDictionary(),
            [.. sightings.Select(sighting => keys.GetValueOrDefault(sighting.Notice.Key) is { } key ? Under(sighting, key) : sighting)],
            [.. stays.Where(state => !changed.ContainsKey(state.Key)), .. changed.Values],
            matches.Same.Count,
            matches.Reissued.Count(pair => pair.State.Reissues + 1 >= ReissuesRunning));
    }

    // An item that is shown under its own key again: the ids last.
    private static List<NoticeState> Settled(IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> sightings) =>
    [
        .. sightings.Select(sighting => sighting.Notice.Key)
            .Distinct()
            .Select(before.GetValueOrDefault)
            .OfType<NoticeState>()
            .Where(state => state.Reissues > 0)
            .Select(state => state with { Reissues = 0 }),
    ];

    private static void Move(Notice notice, NoticeState state, PageState? page, Dictionary<string, NoticeState> changed, Dictionary<string, string> keys)
    {
        if (state.Moves >= MostMoves && page is null)
        {
            keys[notice.Key] = state.Key;
            return;
        }

        changed[notice.Key] = state with
        {
            Key = notice.Key,
            LastNotified = state.LastNotified is { } told ? told with { Key = notice.Key, Link = notice.Link } : null,
            Page = page ?? state.Page,
            Moves = state.Moves + 1,
            MovedTo = null,
            MissingSince = null,
            MissingEvidence = null,
            MissingLooks = 0,
            PendingChange = null,
            Reason = DecisionReason.KnownUnderAnotherKey.Text(),
            ReasonCode = DecisionReason.KnownUnderAnotherKey,
        };
        changed[state.Key] = state with
        {
            MovedTo = notice.Key,
            Withdrawn = true,
            Page = null,
            PendingChange = null,
            MissingSince = null,
            Reason = DecisionReason.KnownUnderAnotherKey.Text(),
            ReasonCode = DecisionReason.KnownUnderAnotherKey,
        };
    }

    private static void Reissue(
        Notice notice, NoticeState state, NoticeState? row, Dictionary<string, NoticeState> changed, Dictionary<string, string> keys)
    {
        if (state.Reissues + 1 < ReissuesRunning)
        {
            changed[notice.Key] = (row ?? new NoticeState { Key = notice.Key }) with { Reissues = state.Reissues + 1 };
            return;
        }

        keys[notice.Key] = state.Key;
        if (state.Reissues < ReissuesRunning)
            changed[state.Key] = state with { Reissues = ReissuesRunning };
    }

    private static ObservedNotice Under(ObservedNotice sighting, string key) => sighting with { Notice = sighting.Notice with { Key = key } };

    private static Dictionary<string, NoticeState> With(IReadOnlyDictionary<string, NoticeState> before, IEnumerable<NoticeState> changed)
    {
        var known = new Dictionary<string, NoticeState>(before);
        foreach (var state in changed)
            known[state.Key] = state;
        return known;
    }
}
