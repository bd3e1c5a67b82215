using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The indexes of a CSAF provider: a ROLIE feed or a changes.csv (CSAF 2.0, sections 7.1.15 and 7.1.13). Both name documents and their dates.
/// </summary>
internal static partial class CsafIndex
{
    /// <exception cref="ShapeException">It is neither, or broken anywhere.</exception>
    public static NoticeReading Read(SourceDocument document, Channel channel)
    {
        var reading = IsFeed(document)
            ? DocumentShape.Entries(JsonValues.Parse(document).Needed("feed").NeededList("entry"), entry => [EntryOf(entry, document)], channel)
            : DocumentShape.Entries(Changes(document), line => [EntryOf(line, document)], channel);
        return reading with { Entries = [.. reading.Entries.GroupBy(entry => entry.Key).Select(same => same.MaxBy(entry => entry.Page!.UpdatedAt)!)] };
    }

    /// <summary>
    /// The name of a document's file, without extension (CSAF 2.0, section 5.1); what is left of an id where only the name is known.
    /// </summary>
    public static string FileNameOf(string id) => NotInNames().Replace(id.ToLowerInvariant(), "_");

    /// <summary>Feeds may come in pages (RFC 5005, section 3).</summary>
    public static Uri? NextOf(SourceDocument document) =>
        IsFeed(document)
        && JsonValues.Parse(document).Member("feed")?.Elements("link").FirstOrDefault(link => link.Text("rel") == "next") is { } link
        && link.Text("href") is { Length: > 0 } next
            ? WebLink.AtHomeOf(document.Url, next)
            : null;

    private static bool IsFeed(SourceDocument document) => DocumentShape.WithoutByteOrderMark(document.Body.Span).TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    private static IndexEntry EntryOf(JsonElement entry, SourceDocument document)
    {
        var address = entry.Needed("content").NeededText("src");
        return EntryOf(KeyOf(CanonicalText.Line(entry.NeededText("id")), address), address, entry.NeededText("updated"), document);
    }

    // An Atom id is an IRI (RFC 4287, 4.2.6), though most providers write the document's own id. The name of its file is that id too (CSAF 2.0, section 5.1).
    private static string KeyOf(string id, string address) =>
        Uri.TryCreate(id, UriKind.Absolute, out _) && FileName().Match(address) is { Success: true } file
            ? Uri.UnescapeDataString(file.Groups[1].Value).ToUpperInvariant()
            : id;

    // Where the last line could be cut off, only what the lines before it have is missing on purpose.
    private static IEnumerable<(int Number, string Text)> Changes(SourceDocument document)
    {
        string[] lines =
        [
            .. Encoding.UTF8.GetString(DocumentShape.WithoutByteOrderMark(document.Body.Span)).Split('\n', StringSplitOptions.TrimEntries),
        ];
        var before = lines[..^1];
        var isCutPossible = before.All(string.IsNullOrWhiteSpace) || before.Any(line => Change().Match(line).Groups["zone"].Success);
        if (lines[^1].Length > 0 && !(Change().Match(lines[^1]) is { Success: true } last && (last.Groups["zone"].Success || !isCutPossible)))
            throw new ShapeException(NoDocument(lines.Length));

        return lines.Index().Where(line => line.Item.Length > 0 && !(line.Index == 0 && Header().IsMatch(line.Item))).Select(
            line => (line.Index + 1, line.Item));
    }

    private static IndexEntry EntryOf((int Number, string Text) line, SourceDocument document) =>
        Change().Match(line.Text) is { Success: true } change
            ? EntryOf(
                change.Groups["name"].Value.Trim().ToUpperInvariant(),
                Uri.EscapeDataString(change.Groups["path"].Value.Trim()).Replace("%2F", "/", StringComparison.Ordinal),
                change.Groups["time"].Value,
                document)
            : throw new ShapeException(NoDocument(line.Number));

    private static string NoDocument(int line) => $"line {line} names no document with its date where an index of CSAF documents was due";

    // Publishers write one time in several ways ("06:00:00Z", "06:00:00.000000Z"): a rewritten index is not a moved one.
    private static IndexEntry EntryOf(string key, string address, string updated, SourceDocument document)
    {
        var date = WrittenDates.Read(updated) ?? throw new ShapeException($"the date of {key} cannot be read");
        return new IndexEntry(key, null, new PageReference(WebLink.AtHomeOf(document.Url, address), $"{date.UtcDateTime:O}", date));
    }

    // Cut off anywhere in its last line, the list is refused.
    [GeneratedRegex(
        @"^""?(?<path>(?:[\w.+~%() -]+/)*(?<name>[\w.+~%() -]+)\.json)""?"
        + @"\s*,\s*""?(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?<zone>Z|[+-]\d\d:\d\d)?)""?$",
        RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Change();

    // Names of columns: no path with an extension, no digits of a date.
    [GeneratedRegex(@"^""?(?>[A-Za-z_ ]+)""?\s*,\s*""?(?>[A-Za-z_ ]+)""?$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    [GeneratedRegex(@"([^/?#]+)\.json(?:[?#].*)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    [GeneratedRegex("[^a-z0-9+-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInNames();
}
