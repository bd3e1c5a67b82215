using System.Globalization;
using System.Xml.Linq;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The National Terrorism Advisory System's consolidated feed (DHS, "NTAS API documentation", version 1.1): a root of alerts, empty when none is in
/// force. Times are GMT without saying so.
/// </summary>
internal sealed class NtasParser : INoticeParser
{
    private const string TimeFormat = "yyyy/MM/dd HH:mm";

    public string Name => "ntas";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var root = XmlSource.Load(document);
        if (root.Name.LocalName != "alerts")
            throw new ShapeException($"a root <{root.Name.LocalName}> where <alerts> was due");

        // An empty list says that no alert is in force: what is not an alert must not be passed over on the way to saying so.
        return DocumentShape.Entries(
            root.Elements(),
            element => element.Name == "alert"
                ? IndexEntry.Of(NoticeOf(element, channel))
                : throw new ShapeException($"a <{element.Name.LocalName}> where an <alert> was due"),
            channel,
            element => element.Attribute("link")?.Value is { Length: > 0 } link ? link : null);
    }

    private static Notice NoticeOf(XElement alert, Channel channel)
    {
        var type = alert.Attribute("type")?.Value ?? "";
        var start = alert.Attribute("start")?.Value ?? throw new ShapeException("an alert without a start");
        var summary = CanonicalText.Line(alert.Element("summary")?.Value ?? "");
        var text = CanonicalText.FromPlain(string.Join('\n', alert.Descendants().Where(element => !element.HasElements).Select(element => element.Value)));
        var link = alert.Attribute("link")?.Value;
        return new Notice
        {
            Key = link is { Length: > 0 } ? link : $"{start} {type}",
            Title = $"NTAS {(type.Length > 0 ? type : "alert")}: {summary}",
            Link = Uri.TryCreate(link, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page : channel.Homepage,
            Level = channel.LevelOf(type),
            Areas = [new Area("US", "United States")],
            Language = channel.Languages[0],
            Text = text,
            Summary = summary,
            SignificantFacts = [text],
            PublishedAt = Time(start),
            UpdatedAt = Time(start),
            ExpiresAt = Time(alert.Attribute("end")?.Value),
        };
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
