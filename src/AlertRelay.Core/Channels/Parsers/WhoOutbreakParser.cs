using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// WHO's Disease Outbreak News (OData JSON). A report is known by its DonId, "2026-DON618" and once "DON588": the titles of one outbreak's reports are
/// all the same.
/// LastModified moves for days after publication without a word changed, so it is no news by itself.
/// </summary>
internal sealed class WhoOutbreakParser : INoticeParser
{
    private const string ReportsAt = "https://www.who.int/emergencies/disease-outbreak-news/item/";

    // Further information and citations are left out: they are tended long after a report.
    private static readonly string[] Sections = ["Summary", "Overview", "Epidemiology", "Assessment", "Advice"];

    public string Name => "who-don";

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Entries(JsonValues.Parse(document).NeededList("value"), report => IndexEntry.Of(NoticeOf(report, channel)), channel, IdOf);

    private static Notice NoticeOf(JsonElement report, Channel channel)
    {
        var id = IdOf(report);
        var title = TitleOf(report);
        var text = string.Join('\n', Sections.Select(section => CanonicalText.FromHtml(report.Text(section) ?? "")).Where(section => section.Length > 0));
        return new Notice
        {
            Key = id,
            Title = title,
            Link = new Uri(ReportsAt + Uri.EscapeDataString(id)),
            Areas = NoticeAreas.OwnAndIn(title, channel),
            Language = channel.Languages[0],
            Text = text.Length > 0 ? text : title,
            Summary = SentenceSplitter.First(text),
            SignificantFacts = [$"{title}\n{text}".Trim()],
            PublishedAt = WrittenDates.Read(report.Text("PublicationDateAndTime") ?? report.Text("PublicationDate")),
            UpdatedAt = WrittenDates.Read(report.Text("LastModified")),
        };
    }

    private static string IdOf(JsonElement report) =>
        report.Text("DonId") is { } stated && !string.IsNullOrWhiteSpace(stated) ? stated.Trim() : report.NeededText("ItemDefaultUrl").Trim('/');

    private static string TitleOf(JsonElement report)
    {
        var other = CanonicalText.Line(report.Text("OverrideTitle") ?? "");
        return report.IsTrue("UseOverrideTitle") && other.Length > 0 ? other : CanonicalText.Line(report.NeededText("Title"));
    }
}
