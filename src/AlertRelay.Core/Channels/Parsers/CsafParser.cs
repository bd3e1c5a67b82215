using System.Text.Json;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The Common Security Advisory Framework 2.0 and 2.1 (https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html), as BSI, CISA and NCSC-NL publish it. A new
/// document is news, and so is a new version, within what <see cref="CsafOptions"/> says. Other bytes under the same version are not. What its label does not
/// let everybody have (TLP) is not relayed.
/// </summary>
internal sealed class CsafParser : INoticeParser
{
    private static readonly string[] ForEverybody = ["CLEAR", "WHITE"];

    // CSAF 2.1, sections 4.6 and 4.7.
    private static readonly string[] NoLongerValid = ["csaf_withdrawn", "csaf_superseded"];

    public string Name => "csaf";

    /// <summary>2: CSAF 2.1, and ids that are addresses.</summary>
    public int Version => 2;

    public IReadOnlyList<string> Problems(JsonElement options) => CsafOptions.Problems(options);

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        CsafIndex.Read(document, channel) with { Next = CsafIndex.NextOf(document) };

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var options = CsafOptions.Of(channel);
        var content = JsonValues.Parse(page);
        var document = content.Needed("document");
        var tracking = document.Needed("tracking");
        if (!document.NeededText("csaf_version").StartsWith("2.", StringComparison.Ordinal))
            throw new ShapeException("a document of another version of CSAF");
        if (CsafIndex.FileNameOf(tracking.NeededText("id")) != CsafIndex.FileNameOf(entry.Key))
            throw new ShapeException("the document of another advisory");

        return RestrictionOf(document) is { } label ? Withheld(label, entry, channel) : NoticeOf(content, entry, page, channel, options);
    }

    private static Notice NoticeOf(JsonElement content, IndexEntry entry, SourceDocument page, Channel channel, CsafOptions options)
    {
        var document = content.Needed("document");
        var tracking = document.Needed("tracking");
        var revisions = CsafRevision.In(tracking);
        var news = CsafRevision.News(revisions, options, channel.PagesWithin);
        return new Notice
        {
            Key = entry.Key,
            Title = CanonicalText.Line(document.NeededText("title")),
            Link = LinkOf(document, page.Url),
            Level = CsafLevel.Of(content, options, channel),
            Areas = CountryNames.Of(channel),
            Language = channel.Languages[0],
            Text = TextOf(content, document, news),
            Summary = SentenceSplitter.First(Notes(document, "summary").FirstOrDefault(Notes(document, "description").FirstOrDefault(""))),

            // By number, because a reworded history is not news.
            SignificantFacts = [.. news.Select(revision => $"version {revision.Number}")],
            PublishedAt = WrittenDates.Read(tracking.Text("initial_release_date")),
            UpdatedAt = CsafRevision.ReleaseOf(tracking),
            ChangeNote = revisions[^1].Summary is { Length: > 0 } note ? note : null,
            Withdrawn = NoLongerValid.Contains(document.Text("category"), StringComparer.OrdinalIgnoreCase),
            ImplausibleReason = tracking.Text("status") == "draft" ? "a draft, not released yet" : null,
        };
    }

    /// <returns>Null if it is public, or not stated.</returns>
    private static string? RestrictionOf(JsonElement document) =>
        document.Member("distribution")?.Member("tlp")?.Text("label") is { } label && !ForEverybody.Contains(label.Trim(), StringComparer.OrdinalIgnoreCase)
            ? label.Trim()
            : null;

    // Without its text. The known state stays, and a later label may permit it.
    private static Notice Withheld(string label, IndexEntry entry, Channel channel) => new()
    {
        Key = entry.Key,
        Title = entry.Key,
        Link = channel.Homepage,
        ImplausibleReason = $"labelled TLP:{CanonicalText.Line(label)}, so it must not be passed on",
    };

    // The page for people stands beside the document itself; both are "self".
    private static Uri LinkOf(JsonElement document, Uri page) =>
        document.Elements("references")
            .Where(reference => reference.Text("category") == "self")
            .Select(reference => WebLink.Resolve(page, reference.Text("url")))
            .FirstOrDefault(link => link is not null && !link.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) ?? page;

    // The products are many and the advice is general: what happened, to what, and what is new about it.
    private static string TextOf(JsonElement content, JsonElement document, IReadOnlyList<CsafRevision> news)
    {
        var vulnerabilities = content.Elements("vulnerabilities").Select(vulnerability => vulnerability.Text("cve")).OfType<string>().Distinct();
        string[] parts =
        [
            .. Notes(document, "summary"), .. Notes(document, "description"), .. Notes(document, "details"),
            CanonicalText.Line(string.Join(", ", vulnerabilities)), .. news.Select(revision => revision.Summary),
        ];
        return string.Join('\n', parts.Where(part => part.Length > 0));
    }

    private static IEnumerable<string> Notes(JsonElement document, string category) =>
        document.Elements("notes")
            .Where(note => note.Text("category") == category)
            .Select(note => CanonicalText.FromPlain(note.Text("text") ?? ""))
            .Where(text => text.Length > 0);
}
