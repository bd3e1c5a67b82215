using System.Text;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The indexes of a CSAF provider: a ROLIE feed or a changes.csv (CSAF 2.0, sections 7.1.15 and 7.1.13). Both name documents and their dates.
/// </summary>
internal static partial class CsafIndex
{
    /// <exception cref="ShapeException">It is neither, or broken anywhere.</exception>
    public static IReadOnlyList<IndexEntry> Read(SourceDocument document)
    {
        var bytes = DocumentShape.WithoutByteOrderMark(document.Body.Span);
        var entries = bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? Feed(document) : Changes(Encoding.UTF8.GetString(bytes), document);
        return [.. entries.GroupBy(entry => entry.Key).Select(same => same.MaxBy(entry => entry.Page!.UpdatedAt)!)];
    }

    /// <summary>
    /// The name of a document's file, without extension (CSAF 2.0, section 5.1); what is left of an id where only the name is known.
    /// </summary>
    public static string FileNameOf(string id) => NotInNames().Replace(id.ToLowerInvariant(), "_");

    private static IEnumerable<IndexEntry> Feed(SourceDocument document) =>
        JsonValues.Parse(document).Needed("feed").NeededList("entry").Select(entry => EntryOf(
            CanonicalText.Line(entry.NeededText("id")),
            entry.Needed("content").NeededText("src"),
            entry.NeededText("updated"),
            document));

    private static IEnumerable<IndexEntry> Changes(string text, SourceDocument document)
    {
        foreach (var (index, line) in text.Split('\n').Index())
            if (Change().Match(line) is { Success: true } change)
                yield return EntryOf(change.Groups["name"].Value.ToUpperInvariant(), change.Groups["path"].Value, change.Groups["time"].Value, document);
            else if (!string.IsNullOrWhiteSpace(line))
                throw new ShapeException($"line {index + 1} names no document with its date where an index of CSAF documents was due");
    }

    // Publishers write one time in several ways ("06:00:00Z", "06:00:00.000000Z"): a rewritten index is not a moved one.
    private static IndexEntry EntryOf(string key, string address, string updated, SourceDocument document)
    {
        var date = WrittenDates.Read(updated) ?? throw new ShapeException($"the date of {key} cannot be read");
        return new IndexEntry(key, null, new PageReference(WebLink.AtHomeOf(document.Url, address), $"{date.UtcDateTime:O}", date));
    }

    // Cut off anywhere in its last line, the list is refused.
    [GeneratedRegex(
        @"^""?(?<path>(?:[\w.+~-]+/)*(?<name>[\w.+~-]+)\.json)""?,\s*""?(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))""?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Change();

    [GeneratedRegex("[^a-z0-9+-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInNames();
}
