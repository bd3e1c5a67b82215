using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// Notices that come back under other ids, for example after a site moved, or with tokens in their links. They are known notices if
/// <see cref="KeyMatches"/> finds them among those that left the list in the same poll.
/// </summary>
/// <param name="Known">The known states, by their current keys.</param>
/// <param name="ObservedNotices">The observed notices, with the keys of the known ones.</param>
/// <param name="Changed">Rows to write: the known notices under their new keys, and the rows that they leave behind.</param>
/// <param name="Moved">How many came back under other keys.</param>
/// <param name="Reissued">How many came back under other keys twice in a row, with other dates or none.</param>
internal sealed record NoticeKeyMigration(
    IReadOnlyDictionary<string, NoticeState> Known,
    IReadOnlyList<ObservedNotice> ObservedNotices,
    IReadOnlyList<NoticeState> Changed,
    int Moved,
    int Reissued)
{
    // Ids that have changed twice probably change with each request, so the notice keeps its key.
    private const int MaxMoves = 2;
    private const int MinConsecutiveReissues = 2;

    public static NoticeKeyMigration Of(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> observedNotices, IReadOnlySet<string>? listed)
    {
        var settled = Settled(before, observedNotices);
        if (listed is null || observedNotices.All(observed => KeyMatches.IsKnown(before, observed.Notice.Key)))
            return new NoticeKeyMigration(before, observedNotices, [], 0, 0) with { Known = With(before, settled), Changed = settled };

        var matches = KeyMatches.Of(channel, before, observedNotices, listed);
        var known = With(before, settled);
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
            [.. observedNotices.Select(observed => keys.GetValueOrDefault(observed.Notice.Key) is { } key ? WithKey(observed, key) : observed)],
            [.. settled.Where(state => !changed.ContainsKey(state.Key)), .. changed.Values],
            matches.Same.Count,
            matches.Reissued.Count(pair => pair.State.Reissues + 1 >= MinConsecutiveReissues));
    }

    // An item came back under its own key, so the ids are stable.
    private static List<NoticeState> Settled(IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> observedNotices) =>
    [
        .. observedNotices.Select(observed => observed.Notice.Key)
            .Distinct()
            .Select(before.GetValueOrDefault)
            .OfType<NoticeState>()
            .Where(state => state.Reissues > 0)
            .Select(state => state with { Reissues = 0 }),
    ];

    private static void Move(Notice notice, NoticeState state, PageState? page, Dictionary<string, NoticeState> changed, Dictionary<string, string> keys)
    {
        if (state.Moves >= MaxMoves && page is null)
        {
            keys[notice.Key] = state.Key;
            return;
        }

        changed[notice.Key] = state with
        {
            Key = notice.Key,
            LastNotified = state.LastNotified is { } lastNotified ? lastNotified with { Key = notice.Key, Link = notice.Link } : null,
            Page = page ?? state.Page,
            Moves = state.Moves + 1,
            MovedTo = null,
            MissingSince = null,
            MissingEvidence = null,
            MissingObservations = 0,
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
        if (state.Reissues + 1 < MinConsecutiveReissues)
        {
            changed[notice.Key] = (row ?? new NoticeState { Key = notice.Key }) with { Reissues = state.Reissues + 1 };
            return;
        }

        keys[notice.Key] = state.Key;
        if (state.Reissues < MinConsecutiveReissues)
            changed[state.Key] = state with { Reissues = MinConsecutiveReissues };
    }

    private static ObservedNotice WithKey(ObservedNotice observed, string key) => observed with { Notice = observed.Notice with { Key = key } };

    private static Dictionary<string, NoticeState> With(IReadOnlyDictionary<string, NoticeState> before, IEnumerable<NoticeState> changed)
    {
        var known = new Dictionary<string, NoticeState>(before);
        foreach (var state in changed)
            known[state.Key] = state;
        return known;
    }
}

/// <summary>Matches notices under new keys with known notices that left the list in the same poll.</summary>
/// <param name="Same">New notices that are known ones.</param>
/// <param name="Reissued">The whole list has new keys and its old titles. Once it is news; twice in a row it is a fault.</param>
internal sealed record KeyMatches(IReadOnlyList<(Notice Notice, NoticeState State)> Same, IReadOnlyList<(Notice Notice, NoticeState State)> Reissued)
{
    // Two items with one title on one day do occur (CISA's alerts about its catalogue). Several at once are a move.
    private const int MinMatchesByDay = 3;
    private const int MinReissued = 2;

    /// <summary>Whether a notice was sent, or is pending, under this key.</summary>
    public static bool IsKnown(IReadOnlyDictionary<string, NoticeState> before, string key) =>
        before.GetValueOrDefault(key) is { } state && (state.LastNotified is not null || state.PendingChange is not null);

    public static KeyMatches Of(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> observedNotices, IReadOnlySet<string> listed)
    {
        var observedKeys = observedNotices.Select(observed => observed.Notice.Key).ToHashSet();
        var departed = new DepartedNotices(before.Values.Where(state => !observedKeys.Contains(state.Key) && !listed.Contains(state.Key)));
        var same = new List<(Notice Notice, NoticeState State)>();
        var reissued = new List<(Notice Notice, NoticeState State)>();
        foreach (var document in observedNotices.GroupBy(observed => observed.Evidence.Url))
        {
            var notices = document.Select(observed => observed.Notice).ToList();
            var newNotices = notices.Where(notice => !IsKnown(before, notice.Key)).ToList();
            same.AddRange(departed.Take(newNotices, NoticeLikeness.IsSameAddress, NoticeLikeness.IsSameMoment));
            if (channel.Membership == Membership.Complete)
                same.AddRange(OfCompleteList(channel, newNotices, departed));
            else
                OfWindow(newNotices, notices.Count - newNotices.Count, departed, same, reissued);
        }

        return new KeyMatches(same, reissued);
    }

    private static IEnumerable<(Notice, NoticeState)> OfCompleteList(Channel channel, List<Notice> newNotices, DepartedNotices departed) =>
    [
        .. departed.Take(newNotices, NoticeLikeness.IsSameTitleAndLevel, NoticeLikeness.IsSameMoment),
        // A list of travel advice has one notice per country, however it spells the country.
        .. channel.Category == Category.Travel ? departed.Take(newNotices, NoticeLikeness.IsSameAreaAndLevel, NoticeLikeness.IsSameMoment) : [],
    ];

    private static void OfWindow(
        List<Notice> newNotices,
        int stayed,
        DepartedNotices departed,
        List<(Notice Notice, NoticeState State)> same,
        List<(Notice Notice, NoticeState State)> reissued)
    {
        var sameItems = departed.Find(newNotices, NoticeLikeness.IsSameItem);
        var byDay = departed.Find(newNotices, NoticeLikeness.IsSameTitleAndDay);
        if (byDay.Count >= MinMatchesByDay && byDay.Count > stayed)
            same.AddRange(departed.Take(byDay, newNotices));
        else if (sameItems.Count > stayed)
            same.AddRange(departed.Take(sameItems, newNotices));

        var reappeared = departed.Find(newNotices, NoticeLikeness.IsSameTitleAndText);
        if (stayed == 0 && reappeared.Count >= MinReissued && 2 * reappeared.Count > newNotices.Count)
            reissued.AddRange(departed.Take(reappeared, newNotices));
    }
}
