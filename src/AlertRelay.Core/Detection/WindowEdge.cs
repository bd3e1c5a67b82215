using AlertRelay.Channels;

namespace AlertRelay.Detection;

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
