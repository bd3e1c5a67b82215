using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// A message may refer only to its predecessor, which refers to its own. The whole chain is one notice, with the key of its first known message.
/// </summary>
internal static class MessageChains
{
    // Hourly updates for more than two days. Senders refer to the last one or two messages.
    private const int MaxNames = 64;

    /// <returns>The same notices with the keys of the notices that they follow up.</returns>
    public static IReadOnlyList<ObservedNotice> Joined(IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> observedNotices)
    {
        if (observedNotices.All(observed => observed.Notice.Follows.Count == 0))
            return observedNotices;

        var keys = Keys(before.Values);
        var joined = new List<ObservedNotice>();
        foreach (var observed in observedNotices.OrderBy(observed => observed.Notice.UpdatedAt))
        {
            var notice = WithKnownKey(observed.Notice, keys);
            foreach (var name in (string[])[observed.Notice.Key, .. notice.Names, .. notice.Follows])
                keys.TryAdd(name, notice.Key);
            joined.Add(observed with { Notice = notice });
        }

        return joined;
    }

    /// <returns>The same notice with the key of the known notice that it follows up.</returns>
    public static Notice Joined(IReadOnlyDictionary<string, NoticeState> known, Notice notice) =>
        notice.Follows.Count == 0 ? notice : WithKnownKey(notice, Keys(known.Values));

    public static IReadOnlyList<string> With(this IReadOnlyList<string> names, Notice notice) =>
        notice.Names.Count == 0 ? names : [.. names.Concat(notice.Follows).Concat(notice.Names).Reverse().Distinct().Take(MaxNames).Reverse()];

    private static Notice WithKnownKey(Notice notice, Dictionary<string, string> keys) =>
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
