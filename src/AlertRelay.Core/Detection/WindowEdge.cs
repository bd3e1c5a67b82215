using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// Old items that a window shows because others left it, or because it shows more than before. An item that a publisher adds is seldom older than all
/// that it lists and than the relay's first look.
/// </summary>
internal static class WindowEdge
{
    private const int Few = 3;

    // One item in ten may be pinned.
    private const int PinnedShare = 10;
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(36);

    /// <returns>Keys of the items that are no news.</returns>
    public static IReadOnlySet<string> Older(
        Channel channel, IReadOnlyDictionary<string, NoticeState> known, IReadOnlyList<ObservedNotice> sightings, IReadOnlySet<string>? listed)
    {
        var fresh = sightings.Where(sighting => !sighting.Baseline && known.GetValueOrDefault(sighting.Notice.Key)?.LastNotified is null).ToList();
        if (channel.Membership != Membership.Window || channel.PagesWithin is not null || fresh.Count == 0 || Begun(known) is not { } begun
            || Edge(known, sightings) is not { } edge)
            return new HashSet<string>();

        var older = fresh.Where(sighting => NewestDateOf(sighting.Notice) is { } date && date < edge && date < begun).ToList();
        var left = listed is null ? 0 : known.Values.Count(state => IsPresent(state) && !listed.Contains(state.Key));
        var slid = older.Count > Few ? older : older.Count > left ? [] : older.Where(sighting => NewestDateOf(sighting.Notice) < begun - Backdated);
        return slid.Select(sighting => sighting.Notice.Key).ToHashSet();
    }

    private static bool IsPresent(NoticeState state) => state is { LastNotified: not null, AbsentSince: null, Withdrawn: false, Names.Count: 0 };

    private static DateTimeOffset? Begun(IReadOnlyDictionary<string, NoticeState> known) => known.Values.Min(state => state.LastNotifiedAt);

    // Of what it shows; after a long pause of the relay, of what it showed last.
    private static DateTimeOffset? Edge(IReadOnlyDictionary<string, NoticeState> known, IReadOnlyList<ObservedNotice> sightings)
    {
        var shown = Dates(sightings.Select(sighting => known.GetValueOrDefault(sighting.Notice.Key)?.LastNotified));
        var dates = shown.Count > 0 ? shown : Dates(known.Values.Where(IsPresent).Select(state => state.LastNotified));
        return dates.Count > 0 ? dates[dates.Count / PinnedShare] : null;
    }

    private static List<DateTimeOffset> Dates(IEnumerable<Notice?> notices) =>
        [.. notices.Select(notice => notice is null ? null : NewestDateOf(notice)).OfType<DateTimeOffset>().Order()];

    private static DateTimeOffset? NewestDateOf(Notice notice) => notice.UpdatedAt ?? notice.PublishedAt;
}
