using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>Combines the content of a channel's lists in one poll with the known states.</summary>
internal static class ChannelIndex
{
    /// <returns>
    /// The notices in the lists, with the pending changes of unchanged documents; the states that are new, or whose page has changed in the index; and
    /// the entries by key, without those of unchanged documents.
    /// </returns>
    public static (ChannelObservation Lists, IReadOnlyList<NoticeState> States, IReadOnlyDictionary<string, IndexEntry> Entries) Of(
        Channel channel, IReadOnlyList<DocumentOutcome> outcomes, IReadOnlyDictionary<string, NoticeState> before, DateTimeOffset now)
    {
        var read = outcomes.OfType<DocumentOutcome.Read>().ToList();
        var observed = read.SelectMany(document => document.Reading.Entries
            .Where(entry => entry.Notice is not null)
            .Select(entry => new ObservedNotice(entry.Notice!, document.Evidence, document.Baseline)));
        var states = read.SelectMany(document => StatesOf(document, channel, before));
        var entries = read.SelectMany(document => document.Reading.Entries).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last());
        var lists = new ChannelObservation(
            now,
            [.. observed, .. PendingAgain(outcomes, before, now)],
            Listed(channel, outcomes, before, entries),
            read.FirstOrDefault()?.Evidence);
        return (lists, [.. states], entries);
    }

    private static IEnumerable<NoticeState> StatesOf(DocumentOutcome.Read document, Channel channel, IReadOnlyDictionary<string, NoticeState> before)
    {
        var old = ArchivedPages.In(document, channel, before);
        return document.Reading.Entries
            .Select(entry => !before.ContainsKey(entry.Key) && old.Contains(entry.Key)
                ? Indexed(entry.Key, entry.Page!)
                : StateOf(entry, document.Baseline, before.GetValueOrDefault(entry.Key)))
            .OfType<NoticeState>();
    }

    private static NoticeState Indexed(string key, PageReference page) => new()
    {
        Key = key,
        FromBaseline = true,
        NewestDate = page.UpdatedAt,
        Page = new PageState(page.Url, page.Stamp, Read: page.Stamp, ETag: null, LastModified: null, Sha256: null),
    };

    // A page that was never read, or whose stamp changed. A failing page is retried immediately when its stamp changes.
    private static NoticeState? StateOf(IndexEntry entry, bool baseline, NoticeState? before)
    {
        if (entry.Page is not { } page || before?.Page?.Wanted == page.Stamp)
            return null;

        var state = before ?? new NoticeState { Key = entry.Key, FromBaseline = baseline };
        return state with
        {
            Page = state.Page is { } known
                ? known with { Url = page.Url, Wanted = page.Stamp, Failures = 0, NotBefore = null }
                : new PageState(page.Url, page.Stamp, Read: null, ETag: null, LastModified: null, Sha256: null),
        };
    }

    // An unchanged document counts as the second look that a pending change needs.
    private static IEnumerable<ObservedNotice> PendingAgain(
        IReadOnlyList<DocumentOutcome> outcomes, IReadOnlyDictionary<string, NoticeState> before, DateTimeOffset now)
    {
        var unchanged = outcomes.OfType<DocumentOutcome.Unchanged>().Select(document => document.Url.Redacted()).ToHashSet();
        return before.Values
            .Where(state => state.PendingChange is { } pending && pending.NextObservationAt <= now && unchanged.Contains(pending.Evidence.Url.Redacted()))
            .Select(state => new ObservedNotice(state.PendingChange!.Notice, state.PendingChange.Evidence));
    }

    // Notices of documents that were not read this time count as still listed. Null: it is unknown what is missing.
    private static HashSet<string>? Listed(
        Channel channel, IReadOnlyList<DocumentOutcome> outcomes, IReadOnlyDictionary<string, NoticeState> before, Dictionary<string, IndexEntry> entries)
    {
        // An unreadable entry without a key may be any of the missing notices.
        var unread = outcomes.OfType<DocumentOutcome.Read>().SelectMany(read => read.Reading.Unread).ToList();
        if (unread.Exists(entry => entry.Key is null))
            return null;

        HashSet<string> listed = [.. entries.Keys, .. unread.Select(entry => entry.Key!)];
        if (outcomes.All(outcome => outcome is DocumentOutcome.Read))
            return listed;
        if (channel.Membership != Membership.Complete)
            return outcomes.Any(outcome => outcome is DocumentOutcome.Read) ? [.. listed, .. ListedElsewhere(outcomes, before)] : null;

        return outcomes.All(outcome => outcome is DocumentOutcome.Unchanged)
            ? [.. before.Values.Where(state => state.MissingSince is null).Select(state => state.Key)]
            : null;
    }

    private static IEnumerable<string> ListedElsewhere(IReadOnlyList<DocumentOutcome> outcomes, IReadOnlyDictionary<string, NoticeState> before)
    {
        var read = outcomes.OfType<DocumentOutcome.Read>().Select(document => document.Evidence.Url).ToHashSet();
        return before.Values.Where(state => state.LastEvidence is { } last && !read.Contains(last.Url.Redacted())).Select(state => state.Key);
    }
}

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
