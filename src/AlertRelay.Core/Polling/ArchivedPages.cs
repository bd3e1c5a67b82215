using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>
/// Pages that an index dated long ago when it was read first. They are not read: their dates are what is known of them, until these move.
/// Where an index only grows, a few that it names later are new in it whatever their dates, which may be those of another publisher.
/// </summary>
internal static class ArchivedPages
{
    // More than a few at once are an archive, or an index that was rebuilt.
    private const int Few = 3;

    // Of the pages named before: where fewer are still named, the index is a window, and old ones slide into it.
    private const double StillNamed = 0.95;

    // An index that is short, or seldom added to, is read whole.
    private const int ReadAtLeast = 200;

    /// <returns>Keys of the entries; none for a channel whose file says nothing of it.</returns>
    public static IReadOnlySet<string> In(DocumentOutcome.Read document, Channel channel, IReadOnlyDictionary<string, NoticeState> before)
    {
        if (channel.PagesWithin is not { } within || document.State.BaselineAt is not { } baselineAt)
            return new HashSet<string>();

        var old = document.Reading.Entries
            .Where(entry => entry.Page is not null)
            .OrderByDescending(entry => entry.Page!.UpdatedAt ?? DateTimeOffset.MaxValue)
            .Skip(document.Baseline ? ReadAtLeast : 0)
            .Where(entry => entry.Page!.UpdatedAt < baselineAt - within)
            .Select(entry => entry.Key)
            .ToHashSet();
        var added = old.Where(key => !before.ContainsKey(key)).ToList();
        return !document.Baseline && added.Count <= Few && OnlyGrows(document, before) ? old.Except(added).ToHashSet() : old;
    }

    private static bool OnlyGrows(DocumentOutcome.Read document, IReadOnlyDictionary<string, NoticeState> before)
    {
        var known = before.Values.Where(state => state.Page is not null).Select(state => state.Key).ToList();
        var named = document.Reading.Entries.Select(entry => entry.Key).ToHashSet();
        return known.Count > 0 && known.Count(named.Contains) >= StillNamed * known.Count;
    }
}
