using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

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
