using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>
/// Old pages of an index, which are not read until their dates change. In an index that only grows, a few later additions are new whatever their
/// dates, which may come from another publisher.
/// </summary>
internal static class ArchivedPages
{
    // More than a few at once come from an archive, or from an index that was rebuilt.
    private const int MaxAdded = 3;

    // If fewer of the known pages are still listed, the index is a window, and old pages enter it.
    private const double MinShareRemaining = 0.95;

    // A short index is read completely.
    private const int MinPagesRead = 200;

    /// <returns>The keys of these pages; none if the channel file does not set a limit.</returns>
    public static IReadOnlySet<string> In(DocumentOutcome.Read document, Channel channel, IReadOnlyDictionary<string, NoticeState> before)
    {
        if (channel.PagesWithin is not { } within || document.State.BaselineAt is not { } baselineAt)
            return new HashSet<string>();

        var old = document.Reading.Entries
            .Where(entry => entry.Page is not null)
            .OrderByDescending(entry => entry.Page!.UpdatedAt ?? DateTimeOffset.MaxValue)
            .Skip(document.Baseline ? MinPagesRead : 0)
            .Where(entry => entry.Page!.UpdatedAt < baselineAt - within)
            .Select(entry => entry.Key)
            .ToHashSet();
        var added = old.Where(key => !before.ContainsKey(key)).ToList();
        return !document.Baseline && added.Count <= MaxAdded && OnlyGrows(document, before) ? old.Except(added).ToHashSet() : old;
    }

    private static bool OnlyGrows(DocumentOutcome.Read document, IReadOnlyDictionary<string, NoticeState> before)
    {
        var known = before.Values.Where(state => state.Page is not null).Select(state => state.Key).ToList();
        var listed = document.Reading.Entries.Select(entry => entry.Key).ToHashSet();
        return known.Count > 0 && known.Count(listed.Contains) >= MinShareRemaining * known.Count;
    }
}
