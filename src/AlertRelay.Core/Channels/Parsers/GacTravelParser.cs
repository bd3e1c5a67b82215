using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Global Affairs Canada's travel advice: an index of destinations with their levels, keyed by ISO code, and a document for each with the texts.
/// The native level is the state 0 to 3, "+regional" when parts of the country have an advisory of their own.
/// </summary>
internal sealed partial class GacTravelParser : INoticeParser
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public string Name => "gac-travel";

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Entries(
            JsonValues.Parse(document).Needed("data").Members(),
            member => [EntryOf(member.Name.Trim(), member.Value, document, channel)],
            channel,
            member => Code().IsMatch(member.Name.Trim()) ? member.Name.Trim() : null);

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var data = JsonValues.Parse(page).Needed("data");
        if (!string.Equals(data.NeededText("country-iso"), entry.Key, StringComparison.OrdinalIgnoreCase))
            throw new ShapeException("the document of another destination");

        var english = data.Needed("eng");
        var advisories = CanonicalText.FromHtml(english.NeededText("advisories"));
        return NoticeOf(entry.Key, data, channel) with
        {
            Text = TextOf(english),
            Summary = SummaryOf(english),
            SignificantFacts = [advisories],
            UpdatedAt = Exact(PublishedAt(data), entry.Page?.UpdatedAt),
        };
    }

    private static IndexEntry EntryOf(string key, JsonElement destination, SourceDocument document, Channel channel)
    {
        if (!Code().IsMatch(key))
            throw new ShapeException("the index holds a key that is no country code");

        var notice = NoticeOf(key, destination, channel);
        var timestamp = destination.Member("date-published")?.Number("timestamp");
        var stamp = timestamp?.ToString(CultureInfo.InvariantCulture) ?? destination.Needed("eng").Text("friendly-date") ?? "";
        return new IndexEntry(key, notice, new PageReference(WebLink.AtHomeOf(document.Url, $"cta-cap-{key}.json"), stamp, notice.UpdatedAt));
    }

    private static Notice NoticeOf(string key, JsonElement destination, Channel channel)
    {
        var english = destination.Needed("eng");
        var name = CanonicalText.Line(english.NeededText("name"));
        var slug = english.Text("url-slug") is { Length: > 0 } path ? $"/destinations/{Uri.EscapeDataString(path)}" : null;
        return new Notice
        {
            Key = key,
            Title = name,
            Link = WebLink.Resolve(channel.Homepage, slug) ?? channel.Homepage,
            Level = LevelOf(destination, channel),
            Areas = [CountryNames.OfAlpha2(key) ?? new Area(key, name)],
            Language = channel.Languages[0],
            Translations = InFrench(destination),
            Summary = SummaryOf(english),
            UpdatedAt = PublishedAt(destination),
            ChangeNote = english.Text("recent-updates") is { } note && CanonicalText.Line(note) is { Length: > 0 } line ? line : null,
        };
    }

    private static IReadOnlyList<Translation> InFrench(JsonElement destination) =>
        destination.Member("fra") is { } french && CanonicalText.Line(french.Text("name") ?? "") is { Length: > 0 } name
            ? [new Translation("fr", name, SummaryOf(french), TextOf(french))]
            : [];

    // The index has no advisories, only the words for the level.
    private static string SummaryOf(JsonElement words)
    {
        var advisories = CanonicalText.FromHtml(words.Text("advisories") ?? "");
        return advisories.Length > 0
            ? SentenceSplitter.First(advisories[(advisories.IndexOf('\n') + 1)..])
            : CanonicalText.Line(words.Text("advisory-text") ?? "");
    }

    private static string TextOf(JsonElement words) =>
        $"{CanonicalText.FromHtml(words.Text("advisories") ?? "")}\n{CanonicalText.FromHtml(words.Text("security") ?? "")}".Trim();

    private static Level LevelOf(JsonElement destination, Channel channel)
    {
        if (destination.Number("has-content") == 0)
            return Level.Unreadable("has-content 0");

        var state = destination.Number("advisory-state")?.ToString(CultureInfo.InvariantCulture) ?? "no state";
        return channel.LevelOf(destination.Number("has-regional-advisory") == 1 ? $"{state}+regional" : state);
    }

    private static DateTimeOffset? PublishedAt(JsonElement destination) =>
        WrittenDates.OfUnix(destination.Member("date-published")?.Number("timestamp")) ?? WrittenDates.Read(destination.Member("eng")?.Text("friendly-date"));

    // Some documents state only a date to the minute, which would look older than the index's to the second.
    private static DateTimeOffset? Exact(DateTimeOffset? page, DateTimeOffset? index) =>
        page is { } stated && index is { } exact && exact >= stated && exact - stated < Minute ? exact : page;

    [GeneratedRegex("^[A-Z]{2}(-[A-Z0-9]{1,3})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
