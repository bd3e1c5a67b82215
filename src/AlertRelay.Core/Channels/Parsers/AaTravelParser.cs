using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;
using AlertRelay.Channels.Phrases;
using AngleSharp.Dom;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The Auswärtiges Amt's travel warnings: a list of countries with four flags, and a document for each with the text. On error, and when it is switched off,
/// the interface answers with an empty object. The flags have no step for "Von Reisen wird abgeraten": the level is the more severe of flags and text.
/// The list's own lastModified is years old; members that are no object are no country.
/// </summary>
internal sealed partial class AaTravelParser : INoticeParser
{
    public string Name => "aa-travel";

    // 2: the text says more than the flags.
    public int Version => 2;

    public string? Phrases => AaTravelLevel.Phrases;

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Entries(
            Countries(document),
            country => [EntryOf(country.Key, country.Value, document, channel)],
            channel,
            country => Id().IsMatch(country.Key) ? country.Key : null);

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var country = Own([.. Countries(page)], entry);
        var content = country.NeededText("content");
        var text = CanonicalText.FromHtml(content);
        if (text.Length == 0)
            throw new ShapeException("a document without a text");

        var safety = AaTravelLevels.OfSafety(content) is { Length: > 0 } found ? found : text;
        var notice = NoticeOf(entry.Key, country, channel);
        return notice with
        {
            Text = text,
            Level = AaTravelLevel.Of(country, safety, notice.Areas, channel),
            LevelIsAtLeast = false,
            Summary = SentenceSplitter.First(CanonicalText.FromHtml(country.Text("lastChanges") is { Length: > 0 } changes ? changes : content)),
            SignificantFacts = [safety],
            ChangeNote = CanonicalText.FromHtml(country.Text("lastChanges") ?? "").Replace('\n', ' ') is { Length: > 0 } note ? note : null,
        };
    }

    private static IEnumerable<(string Key, JsonElement Value)> Countries(SourceDocument document) =>
        JsonValues.Parse(document)
            .Needed("response")
            .Members()
            .Where(member => member.Value.ValueKind == JsonValueKind.Object)
            .Select(member => (member.Name.Trim(), member.Value));

    // The document may have another id than requested. Then it must be about the same country.
    private static JsonElement Own(IReadOnlyList<(string Key, JsonElement Value)> countries, IndexEntry entry)
    {
        var own = countries.Where(country => country.Key == entry.Key).ToList();
        if (own is [])
            own = [.. countries.Where(country => entry.Notice is { Areas: [var area, ..] } && AreaOf(country.Value)?.Code == area.Code)];
        return own is [var only] ? only.Value : throw new ShapeException("the document of another country, or of none");
    }

    private static IndexEntry EntryOf(string key, JsonElement country, SourceDocument document, Channel channel)
    {
        if (!Id().IsMatch(key))
            throw new ShapeException("the list holds a key that is no id");

        var notice = NoticeOf(key, country, channel);
        var date = country.Number("lastModified")?.ToString(CultureInfo.InvariantCulture) ?? throw new ShapeException("a country without lastModified");
        // A flag may change without a change of the text. The text decides, so it is read again.
        var stamp = $"{date} {notice.Level.Native}";
        return new IndexEntry(
            key, notice, new PageReference(WebLink.AtHomeOf(document.Url, $"{document.Url.AbsolutePath.TrimEnd('/')}/{key}"), stamp, notice.UpdatedAt));
    }

    private static Notice NoticeOf(string key, JsonElement country, Channel channel) => new()
    {
        Key = key,
        Title = CanonicalText.Line(country.NeededText("title")),
        Link = new Uri(channel.Homepage, $"/de/-/{key}"),
        Level = AaTravelLevel.OfFlags(country, channel),
        LevelIsAtLeast = true,
        Areas = AreaOf(country) is { } area ? [area] : [],
        Language = channel.Languages[0],
        UpdatedAt = WrittenDates.OfUnix(country.Number("lastModified")),
    };

    // The documentation writes the names with a capital, the interface without.
    private static Area? AreaOf(JsonElement country) =>
        CountryNames.OfAlpha3(country.Text("iso3CountryCode") ?? "")
        ?? CountryNames.OfAlpha2(country.Text("countryCode") ?? country.Text("CountryCode") ?? "")
        ?? CountryNames.Named(country.Text("countryName") ?? country.Text("CountryName") ?? "");

    [GeneratedRegex("^[0-9]{1,12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

/// <summary>The part of the Auswärtiges Amt's text that is news: not entry rules, customs and vaccinations, which are edited all the time.</summary>
internal static partial class AaTravelLevels
{
    /// <summary>The text below the headings "Aktuelles" and "Sicherheit" ("Sicherheit - Teilreisewarnung"); empty where there is none of them.</summary>
    public static string OfSafety(string html)
    {
        var sections = new StringBuilder();
        var rank = 0;
        for (var node = Html.Parse(html).Body?.FirstChild; node is not null; node = node.NextSibling)
        {
            if (RankOf(node) is { } found && (rank == 0 || found <= rank))
                rank = Wanted().IsMatch(CanonicalText.Of(node)) ? found : 0;
            if (rank > 0)
                sections.AppendLine(CanonicalText.Of(node));
        }

        return CanonicalText.FromPlain(sections.ToString());
    }

    private static int? RankOf(INode node) =>
        node is IElement { LocalName: ['h', >= '1' and <= '6'] name } ? name[1] - '0' : null;

    [GeneratedRegex(@"^(?:Aktuelles|Sicherheit)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}

/// <summary>The Auswärtiges Amt's level of a country: the more severe of its flags and its words, of the whole country and of its parts.</summary>
internal static class AaTravelLevel
{
    /// <summary>The table of phrases.</summary>
    public const string Phrases = "de-aa";

    // What each flag says in the words of the scale, the most severe first.
    private static readonly (string Flag, string Level, bool OfPart)[] Flags =
    [
        ("warning", "warning", false), ("partialWarning", "warning", true),
        ("situationWarning", "situationWarning", false), ("situationPartWarning", "situationWarning", true),
    ];

    /// <summary>Of the list, which has no text.</summary>
    public static Level OfFlags(JsonElement country, Channel channel) => Of(country, null, [], channel);

    public static Level Of(JsonElement country, string? text, IReadOnlyList<Area> areas, Channel channel)
    {
        var stated = Flags.Select(flag => (flag.Flag, flag.Level, flag.OfPart, Value: country.Boolean(flag.Flag))).ToList();
        if (stated.Find(flag => flag.Value is null) is { Flag: { } unread })
            return Level.Unreadable($"{unread} not stated");

        var read = text is null
            ? new WordedLevels(null, [], [])
            : new PhraseReader(PhraseTables.Named(Phrases)).Read(text, [.. areas.Select(area => area.Code)]);
        // Of several the first is the most severe.
        var set = stated.Where(flag => flag.Value == true).Take(1).ToList();
        var whole = set.Where(flag => !flag.OfPart).Select(flag => flag.Level).Append(read.Whole).OfType<string>().MaxBy(level => channel.LevelOf(level).Step);
        var parts = set.Where(flag => flag.OfPart).Select(flag => flag.Level).Union(read.Parts).ToList();
        if (whole is null && parts.Count == 0)
            return read.Contradicting is [var unclear, ..] ? Level.Unreadable(unclear) : channel.LevelOf(text is null ? "listed" : "none");

        var level = LevelInWords.Of(new WordedLevels(whole, parts, []), channel);
        return Array.Find(Flags, flag => flag.OfPart && $"{flag.Level} in parts" == level.Native) is { Flag: { } only } ? level with { Native = only } : level;
    }
}
