using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

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
