using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// CERT-FR: lists of notices, and a document for each. The kind in the reference (ALE, AVI, CTI, ACT) is the level. What is new in an alert is news,
/// what is new in an advisory is recorded: most of their revisions add a reference.
/// </summary>
internal sealed partial class CertFrParser : INoticeParser
{
    private const string Alert = "ALE";

    public string Name => "certfr";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var list = JsonValues.Parse(document);
        if (list.ValueKind != JsonValueKind.Array)
            throw new ShapeException("a list of notices was due");

        return DocumentShape.Entries(list.EnumerateArray(), notice => [EntryOf(notice, document)], channel, KeyOf);
    }

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var content = JsonValues.Parse(page);
        if (KeyOf(content) != entry.Key)
            throw new ShapeException("the document of another notice");

        var revisions = content.Elements("revisions").Select(Revision.Of).Where(revision => revision.At is not null).OrderBy(revision => revision.At).ToList();
        var last = revisions.LastOrDefault();
        var kind = Kind().Match(entry.Key).Groups[1].Value;
        return new Notice
        {
            Key = entry.Key,
            Title = Updated().Replace(CanonicalText.Line(content.NeededText("title")), ""),
            Link = LinkOf(page, channel),
            Level = channel.LevelOf(kind.Length > 0 ? kind : "kind not stated"),
            Areas = CountryNames.Of(channel),
            Language = channel.Languages[0],
            Text = TextOf(content),
            Summary = SentenceSplitter.First(CanonicalText.FromHtml(content.Text("summary") ?? "")),
            SignificantFacts = kind == Alert && last is not null ? [NewsOf(last)] : [],
            PublishedAt = revisions.FirstOrDefault()?.At,
            UpdatedAt = last?.At ?? entry.Page?.UpdatedAt,
            ChangeNote = last?.Description,
            Withdrawn = !string.IsNullOrWhiteSpace(content.Text("closed_at")),
        };
    }

    // Remembered as a fingerprint: written otherwise, every alert would be news again.
    private static string NewsOf(Revision last) => string.Create(CultureInfo.InvariantCulture, $"revised {last.At:yyyy-MM-dd} {last.Description}");

    private static IndexEntry EntryOf(JsonElement notice, SourceDocument document)
    {
        var stamp = notice.Text("last_revision_date") ?? "";
        var address = WebLink.AtHomeOf(document.Url, notice.NeededText("json_url"));
        return new IndexEntry(KeyOf(notice), null, new PageReference(address, stamp, WrittenDates.Read(stamp)));
    }

    private static string KeyOf(JsonElement notice) => notice.NeededText("reference");

    // ".../json/" is the document, what stands before it the page for people.
    private static Uri LinkOf(SourceDocument page, Channel channel)
    {
        var path = page.Url.AbsolutePath;
        return WebLink.Resolve(channel.Homepage, path.EndsWith("/json/", StringComparison.Ordinal) ? path[..^"json/".Length] : path) ?? channel.Homepage;
    }

    private static string TextOf(JsonElement content)
    {
        var systems = content.Elements("affected_systems").Select(system => system.Text("description"));
        string?[] parts = [content.Text("summary"), content.Text("content"), .. systems, content.Text("affected_systems_content")];
        return string.Join('\n', parts.Select(part => CanonicalText.FromHtml(part ?? "")).Where(part => part.Length > 0));
    }

    [GeneratedRegex(@"^CERTFR-\d{4}-([A-Z]{3})-\d{3,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();

    // "[MàJ]" marks what was updated; the revisions contain that.
    [GeneratedRegex(@"^\[M[aàÀ]J\]\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Updated();

    private sealed record Revision(DateTimeOffset? At, string Description)
    {
        public static Revision Of(JsonElement revision) =>
            new(WrittenDates.Read(revision.Text("revision_date")), CanonicalText.Line(revision.Text("description") ?? ""));
    }
}
