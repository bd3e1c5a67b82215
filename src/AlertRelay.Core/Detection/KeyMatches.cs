using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Which of the notices under new keys are which of those that left the list in the same look.</summary>
/// <param name="Same">They are the known ones.</param>
/// <param name="Reissued">The whole list came anew, under its old titles: news once, a fault twice running.</param>
internal sealed record KeyMatches(IReadOnlyList<(Notice Notice, NoticeState State)> Same, IReadOnlyList<(Notice Notice, NoticeState State)> Reissued)
{
    // Two items of one title on one day do occur (CISA's alerts of additions to its catalogue); several at once are a move.
    private const int FewestByDay = 3;
    private const int FewestReissued = 2;

    /// <summary>It was told, or is held, under this key.</summary>
    public static bool IsKnown(IReadOnlyDictionary<string, NoticeState> before, string key) =>
        before.GetValueOrDefault(key) is { } state && (state.LastNotified is not null || state.PendingChange is not null);

    public static KeyMatches Of(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> sightings, IReadOnlySet<string> listed)
    {
        var shown = sightings.Select(sighting => sighting.Notice.Key).ToHashSet();
        var left = new DepartedNotices(before.Values.Where(state => !shown.Contains(state.Key) && !listed.Contains(state.Key)));
        var same = new List<(Notice Notice, NoticeState State)>();
        var reissued = new List<(Notice Notice, NoticeState State)>();
        foreach (var document in sightings.GroupBy(sighting => sighting.Evidence.Url))
        {
            var notices = document.Select(sighting => sighting.Notice).ToList();
            var strangers = notices.Where(notice => !IsKnown(before, notice.Key)).ToList();
            same.AddRange(left.Take(strangers, NoticeLikeness.IsSameAddress, NoticeLikeness.IsSameMoment));
            if (channel.Membership == Membership.Complete)
                same.AddRange(OfCompleteList(channel, strangers, left));
            else
                OfWindow(strangers, notices.Count - strangers.Count, left, same, reissued);
        }

        return new KeyMatches(same, reissued);
    }

    private static IEnumerable<(Notice, NoticeState)> OfCompleteList(Channel channel, List<Notice> strangers, DepartedNotices left) =>
    [
        .. left.Take(strangers, NoticeLikeness.IsSameTitleAndLevel, NoticeLikeness.IsSameMoment),
        // A list of travel advice has one notice for each country, whatever it calls the country.
        .. channel.Category == Category.Travel ? left.Take(strangers, NoticeLikeness.IsSameAreaAndLevel, NoticeLikeness.IsSameMoment) : [],
    ];

    private static void OfWindow(
        List<Notice> strangers,
        int stay,
        DepartedNotices left,
        List<(Notice Notice, NoticeState State)> same,
        List<(Notice Notice, NoticeState State)> reissued)
    {
        var whole = left.Find(strangers, NoticeLikeness.IsSameItem);
        var byDay = left.Find(strangers, NoticeLikeness.IsSameTitleAndDay);
        if (byDay.Count >= FewestByDay && byDay.Count > stay)
            same.AddRange(left.Take(byDay, strangers));
        else if (whole.Count > stay)
            same.AddRange(left.Take(whole, strangers));

        var again = left.Find(strangers, NoticeLikeness.IsSameTitleAndText);
        if (stay == 0 && again.Count >= FewestReissued && 2 * again.Count > strangers.Count)
            reissued.AddRange(left.Take(again, strangers));
    }
}
