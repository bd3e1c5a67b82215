using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// A message may name its predecessor only, and that one its own: the whole chain is one notice, under the key of the first message that was seen of it.
/// </summary>
internal static class MessageChains
{
    // An update every hour for more than two days. Senders name the last one or two of them.
    private const int Most = 64;

    /// <returns>The same with the keys of the notices that they follow up.</returns>
    public static IReadOnlyList<ObservedNotice> Joined(IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> sightings)
    {
        if (sightings.All(sighting => sighting.Notice.Follows.Count == 0))
            return sightings;

        var keys = Keys(before.Values);
        var joined = new List<ObservedNotice>();
        foreach (var sighting in sightings.OrderBy(sighting => sighting.Notice.UpdatedAt))
        {
            var notice = Under(sighting.Notice, keys);
            foreach (var name in (string[])[sighting.Notice.Key, .. notice.Names, .. notice.Follows])
                keys.TryAdd(name, notice.Key);
            joined.Add(sighting with { Notice = notice });
        }

        return joined;
    }

    /// <returns>The same under the key of a notice that is known already.</returns>
    public static Notice Joined(IReadOnlyDictionary<string, NoticeState> known, Notice notice) =>
        notice.Follows.Count == 0 ? notice : Under(notice, Keys(known.Values));

    public static IReadOnlyList<string> With(this IReadOnlyList<string> names, Notice notice) =>
        notice.Names.Count == 0 ? names : [.. names.Concat(notice.Follows).Concat(notice.Names).Reverse().Distinct().Take(Most).Reverse()];

    private static Notice Under(Notice notice, Dictionary<string, string> keys) =>
        notice.Follows.Concat(notice.Names).Select(keys.GetValueOrDefault).FirstOrDefault(key => key is not null) is { } known && notice.Follows.Count > 0
            ? notice with { Key = known }
            : notice;

    private static Dictionary<string, string> Keys(IEnumerable<NoticeState> states)
    {
        var keys = new Dictionary<string, string>();
        foreach (var state in states.Where(state => state.LastNotified is not null))
            foreach (var name in state.Names.Append(state.Key))
                keys.TryAdd(name, state.Key);

        return keys;
    }
}
