using System.Globalization;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Notices of one document that bear the same id or link. What differs between them is added to their keys, whatever the order in which they are listed.
/// </summary>
internal static class SharedKeys
{
    private const string Mark = "#~";
    private const int Length = 8;

    /// <summary>The key without what was added.</summary>
    public static string WithoutMark(string key) => key.LastIndexOf(Mark, StringComparison.Ordinal) is > 0 and var start ? key[..start] : key;

    /// <param name="mayBeVersion">Entries of one key and title are versions of one notice, of which the newer one counts.</param>
    public static NoticeReading Distinguished(IReadOnlyList<IndexEntry> entries, Func<IndexEntry, bool> mayBeVersion)
    {
        var groups = entries.GroupBy(entry => entry.Key).Select(group => group.DistinctBy(Whole).ToList()).ToList();
        return new NoticeReading([.. groups.SelectMany(group => group.Count == 1 ? group : Apart(group, mayBeVersion))])
        {
            SharedKeys = groups.Where(group => group.Count > 1).Sum(group => group.Count),
        };
    }

    private static IEnumerable<IndexEntry> Apart(List<IndexEntry> group, Func<IndexEntry, bool> mayBeVersion) =>
        group.Select(entry => entry.Notice is { } notice && MarkOf(entry, group, mayBeVersion(entry)) is { } mark
            ? With($"{entry.Key}{Mark}{CanonicalText.Fingerprint(mark)[..Length]}", entry, notice)
            : entry);

    private static IndexEntry With(string key, IndexEntry entry, Notice notice) => entry with { Key = key, Notice = notice with { Key = key } };

    // The first of these that no other has: the place on the page, the title, with the time, with the text.
    private static string? MarkOf(IndexEntry entry, List<IndexEntry> group, bool mayBeVersion)
    {
        Func<IndexEntry, string>[] parts = mayBeVersion ? [Title] : [Fragment, Title, Time, Whole];
        var others = group.Where(other => !ReferenceEquals(other, entry)).ToList();
        var found = parts.FirstOrDefault(part => part(entry).Length > 0 && others.TrueForAll(other => part(other) != part(entry)));
        return found is not null ? found(entry) : others.TrueForAll(other => Title(other) == Title(entry)) ? null : Title(entry);
    }

    private static string Fragment(IndexEntry entry) => entry.Notice?.Link.Fragment ?? "";

    private static string Title(IndexEntry entry) => entry.Notice?.Title.ToUpperInvariant() ?? "";

    private static string Time(IndexEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{Title(entry)}\n{(entry.Notice?.PublishedAt ?? entry.Notice?.UpdatedAt)?.UtcTicks}");

    private static string Whole(IndexEntry entry) => $"{Time(entry)}\n{entry.Notice?.Text}";
}
