using System.Text.Json;
using System.Text.RegularExpressions;
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

/// <summary>
/// The options of the "csaf" parser, all optional:
/// "newsPattern", a regular expression on the summary of a revision: a revision that does not match is recorded only; by default each one is news;
/// "levelNotes", titles of the document's notes whose texts, joined by "/", are looked up in the channel's levels.
/// </summary>
internal sealed record CsafOptions(Regex? News, IReadOnlyList<string> LevelNotes)
{
    public static IReadOnlyList<string> Problems(JsonElement options) => ParserOptions.Problems(options, Read);

    public static CsafOptions Of(Channel channel) => ParserOptions.Of(channel, Read);

    private static CsafOptions Read(JsonElement options, List<string> problems)
    {
        if (!ParserOptions.AreStated(options, "{ \"newsPattern\": \"exploit\" }", ["newsPattern", "levelNotes"], problems))
            return new CsafOptions(null, []);

        return new CsafOptions(OptionPattern.Of(options, "newsPattern", grouped: false, problems), TitlesOf(options, problems));
    }

    private static List<string> TitlesOf(JsonElement options, List<string> problems)
    {
        var titles = options.Elements("levelNotes").Select(title => ((JsonElement?)title).Text() ?? "").ToList();
        if (options.Member("levelNotes") is not null && (titles.Count == 0 || titles.Contains("")))
            problems.Add("\"options.levelNotes\": write a list of titles such as [\"Likelihood\", \"Damage\"].");
        return titles;
    }
}

/// <summary>An entry of a CSAF document's revision history.</summary>
internal sealed record CsafRevision(string Number, DateTimeOffset At, string Summary)
{
    /// <summary>Oldest first; a version that its author forgot to enter is the last one.</summary>
    public static IReadOnlyList<CsafRevision> In(JsonElement tracking)
    {
        var released = ReleaseOf(tracking);
        var version = tracking.NeededText("version");
        var entered = tracking.NeededList("revision_history").Select(revision => Of(revision, released)).OrderBy(revision => revision.At).ToList();
        return entered.Exists(revision => revision.Number == version) ? entered : [.. entered, new CsafRevision(version, released, "")];
    }

    /// <summary>Of the version shown.</summary>
    public static DateTimeOffset ReleaseOf(JsonElement tracking) =>
        WrittenDates.Read(tracking.NeededText("current_release_date")) ?? throw new ShapeException("\"current_release_date\" is no date");

    /// <summary>
    /// The revisions that are news by themselves. What an index dated before the channel was first read was not read (<see cref="Channel.PagesWithin"/>), so
    /// what is older than that span is history and not news, whenever it is read.
    /// </summary>
    public static IReadOnlyList<CsafRevision> News(IReadOnlyList<CsafRevision> revisions, CsafOptions options, TimeSpan? within) =>
    [
        .. revisions.Skip(1)
            .Where(revision => options.News?.IsMatch(revision.Summary) ?? true)
            .Where(revision => within is null || revision.At > revisions[^1].At - within),
    ];

    private static CsafRevision Of(JsonElement revision, DateTimeOffset released) =>
        new(Line(revision, "number"), WrittenDates.Read(revision.Text("date")) ?? released, Line(revision, "summary"));

    private static string Line(JsonElement revision, string name) => CanonicalText.Line(revision.Text(name) ?? "");
}
