using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Travel advice in the GOV.UK content API: an index of countries with the date of the last announced change, and a page for each. Left out on purpose:
/// updated_at, reviewed_at, details.document.id and the map, which move when nothing that travellers read does.
/// </summary>
internal sealed class GovUkTravelParser : INoticeParser
{
    public string Name => "govuk-travel-advice";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var index = JsonValues.Parse(document);
        if (index.Text("schema_name") is { } schema && schema != "travel_advice_index")
            throw new ShapeException("not the index of travel advice");

        return DocumentShape.Entries(index.Needed("links").NeededList("children"), child => [EntryOf(child, document, channel)], channel, KeyOf);
    }

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var content = JsonValues.Parse(page);
        if (KeyOf(content) != entry.Key)
            throw new ShapeException("the page of another country");

        var details = content.Needed("details");
        var text = TextOf(details);
        return Named(content, details, channel) with
        {
            Level = GovUkLevel.Of(details.NeededList("alert_status").Select(value => ((JsonElement?)value).Text() ?? "unreadable"), channel),
            Text = text,
            Summary = SentenceSplitter.First(text[(text.IndexOf('\n') + 1)..]),
            SignificantFacts = [text],
            Withdrawn = IsWithdrawn(content),
        };
    }

    private static IndexEntry EntryOf(JsonElement child, SourceDocument document, Channel channel)
    {
        var key = KeyOf(child);
        var updated = child.NeededText("public_updated_at");
        var withdrawn = IsWithdrawn(child);
        var address = WebLink.AtHomeOf(document.Url, child.Text("api_path") ?? child.NeededText("api_url"));
        var notice = withdrawn ? Named(child, child.Needed("details"), channel) with { Withdrawn = true } : null;
        return new IndexEntry(key, notice, new PageReference(address, withdrawn ? $"{updated} withdrawn" : updated, WrittenDates.Read(updated)));
    }

    private static string KeyOf(JsonElement content) => content.NeededText("content_id");

    private static Notice Named(JsonElement content, JsonElement details, Channel channel) => new()
    {
        Key = KeyOf(content),
        Title = CanonicalText.Line(content.NeededText("title")),
        Link = WebLink.Resolve(channel.Homepage, content.Text("base_path")) ?? channel.Homepage,
        Areas = AreasOf(details.Needed("country")),
        Language = channel.Languages[0],
        UpdatedAt = WrittenDates.Read(content.Text("public_updated_at")),
        ChangeNote = details.Text("change_description") is { } note && CanonicalText.Line(note) is { Length: > 0 } line ? line : null,
    };

    private static IReadOnlyList<Area> AreasOf(JsonElement country) =>
        (CountryNames.Named(country.Text("slug") ?? "") ?? CountryNames.Named(country.Text("name") ?? "")) is { } area ? [area] : [];

    // Until May 2023 the summary stood apart from the parts; an empty notice of withdrawal is none.
    private static string TextOf(JsonElement details)
    {
        var parts = details.Elements("parts").Select(part => $"<h2>{part.Text("title")}</h2>{part.Text("body")}");
        return CanonicalText.FromHtml(string.Join('\n', parts.Prepend(details.Text("summary") ?? "")));
    }

    private static bool IsWithdrawn(JsonElement content) =>
        content.IsTrue("withdrawn")
        || (content.Member("withdrawn_notice") is { } notice && (notice.Text("explanation") ?? notice.Text("withdrawn_at")) is { Length: > 0 });
}
