using System.Globalization;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// When a publisher's site moves, the items of its window come back with other ids and links; titles and days stay. They are the known ones under new keys.
/// </summary>
internal static class NoticeKeyMigration
{
    // Two items of one title on one day do occur (CISA's alerts of additions to its catalogue); several at once are a move.
    private const int Fewest = 3;

    /// <returns>The known states by the keys that are shown now; empty when more items kept their keys than changed them.</returns>
    public static IReadOnlyDictionary<string, NoticeState> Of(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> sightings)
    {
        var shown = sightings.Select(sighting => sighting.Notice.Key).ToHashSet();
        var moved = new Dictionary<string, NoticeState>();
        if (channel.Membership != Membership.Window || shown.All(before.ContainsKey))
            return moved;

        var left = Left(before, shown);
        foreach (var document in sightings.GroupBy(sighting => sighting.Evidence.Url))
            foreach (var (key, state) in Moved([.. document.Select(sighting => sighting.Notice)], before, left))
                moved[key] = state;
        return moved;
    }

    private static IReadOnlyList<(string Key, NoticeState State)> Moved(
        IReadOnlyList<Notice> notices, IReadOnlyDictionary<string, NoticeState> before, Dictionary<string, Queue<NoticeState>> left)
    {
        var strangers = notices.Where(notice => !before.ContainsKey(notice.Key)).ToList();
        var moved = strangers.Where(notice => MarkOf(notice) is { } mark && left.ContainsKey(mark)).ToList();
        return moved.Count >= Fewest && moved.Count > notices.Count - strangers.Count
            ? [.. moved.Where(notice => left[MarkOf(notice)!].Count > 0).Select(notice => (notice.Key, Under(notice, left[MarkOf(notice)!].Dequeue())))]
            : [];
    }

    /// <summary>Known notices that are not shown under their own keys, the one that was shown last first.</summary>
    private static Dictionary<string, Queue<NoticeState>> Left(IReadOnlyDictionary<string, NoticeState> before, HashSet<string> shown) =>
        before.Values
            .Where(state => state.LastNotified is { } told && !shown.Contains(state.Key) && MarkOf(told) is not null)
            .OrderByDescending(state => state.LastObservedAt)
            .GroupBy(state => MarkOf(state.LastNotified!)!)
            .ToDictionary(same => same.Key, same => new Queue<NoticeState>(same));

    private static NoticeState Under(Notice notice, NoticeState state) =>
        state with
        {
            Key = notice.Key,
            LastNotified = state.LastNotified! with { Key = notice.Key, Link = notice.Link },
            PendingChange = null,
            Reason = DecisionReason.KnownUnderAnotherKey.Text(),
            ReasonCode = DecisionReason.KnownUnderAnotherKey,
        };

    // Without a date a title alone says too little: "CISA Releases One Industrial Control Systems Advisory" comes every week.
    private static string? MarkOf(Notice notice) =>
        (notice.PublishedAt ?? notice.UpdatedAt) is { } date
            ? string.Create(CultureInfo.InvariantCulture, $"{date.UtcDateTime:yyyy-MM-dd} {NoticeFingerprints.OfSignificantFact(notice.Title)}")
            : null;
}
