using System.Globalization;
using System.Xml.Linq;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Alerts;

namespace AlertRelay.Feeds;

/// <summary>
/// Writes an alert as a message of the Common Alerting Protocol 1.2 (OASIS, ITU-T X.1303 bis). The relay is the sender, the authority the source.
/// Urgency and certainty are Unknown: no publisher's scale states them.
/// </summary>
internal sealed class CapMessage(ChannelCatalog catalog, FeedLinks links)
{
    public const string MediaType = "application/cap+xml";

    public static readonly XNamespace Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    // CAP recommends 160 for the headline.
    private const int MaxHeadline = 160, MaxDescription = 20_000;

    /// <param name="earlier">Those of the alert's references that the relay still has.</param>
    public byte[] Write(Alert alert, IReadOnlyList<Alert> earlier)
    {
        var card = EntryContent.Cards.Write(alert);
        var web = AlertText.OfficialPage(catalog, alert, card)?.AbsoluteUri;
        return AtomFeed.Bytes(new XElement(
            Namespace + "alert",
            Element("identifier", alert.Id),
            Element("sender", links.Sender),
            Element("sent", Time(alert.DetectedAt)),
            Element("status", "Actual"),
            Element("msgType", alert.MessageType.ToString()),
            Element("source", AtomFeed.AuthorOf(alert)),
            Element("scope", "Public"),
            earlier.Count < alert.References.Count ? Element("note", "Earlier messages that this relay no longer keeps are not referred to.") : null,
            earlier.Count > 0 ? Element("references", string.Join(' ', earlier.Select(Reference))) : null,
            Info(alert, web, alert.Language, card.Headline, alert.Text.Length > 0 ? alert.Text : alert.Summary),
            alert.Translations.Select(other => Info(
                alert, web, other.Language, TextSanitizer.Line(other.Title), other.Text.Length > 0 ? other.Text : other.Summary))));
    }

    /// <summary>What the index repeats of a message.</summary>
    public static IEnumerable<XElement> Outline(Alert alert) =>
    [
        Element("identifier", alert.Id),
        Element("sent", Time(alert.DetectedAt)),
        Element("status", "Actual"),
        Element("msgType", alert.MessageType.ToString()),
        Element("event", EventOf(alert.Category)),
        Element("urgency", UrgencyOf(alert)),
        Element("severity", alert.Level.Severity.ToString()),
        Element("certainty", "Unknown"),
        .. alert.ExpiresAt is { } end ? (XElement[])[Element("expires", Time(end))] : [],
        .. Areas(alert).Select(area => Element("areaDesc", area.Name)),
    ];

    private static XElement Info(Alert alert, string? web, string language, string headline, string text) => new(
        Namespace + "info",
        // Without a language it would be taken for en-US.
        Element("language", AlertText.LanguageOf(language) is { Length: > 0 } tag ? tag : "und"),
        CategoriesOf(alert.Category).Select(category => Element("category", category)),
        Element("event", EventOf(alert.Category)),
        alert.WithdrawnByPublisher ? Element("responseType", "AllClear") : null,
        Element("urgency", UrgencyOf(alert)),
        Element("severity", alert.Level.Severity.ToString()),
        Element("certainty", "Unknown"),
        alert.ExpiresAt is { } end ? Element("expires", Time(end)) : null,
        Element("senderName", AtomFeed.AuthorOf(alert)),
        headline.Length > 0 ? Element("headline", TextTruncation.To(headline, MaxHeadline)) : null,
        Description(text),
        web is null ? null : Element("web", web),
        Parameters(alert).Where(each => each.Value.Length > 0).Select(each => Pair("parameter", each.Name, each.Value)),
        Areas(alert).Select(area => new XElement(
            Namespace + "area", Element("areaDesc", area.Name), Pair("geocode", area.Code.Length == 2 ? "ISO3166-1" : "ISO3166-2", area.Code))));

    private static XElement? Description(string text) =>
        TextTruncation.To(string.Join('\n', TextSanitizer.Paragraphs(text)), MaxDescription) is { Length: > 0 } description
            ? Element("description", description)
            : null;

    // In the publisher's own words.
    private static IEnumerable<(string Name, string Value)> Parameters(Alert alert) =>
    [
        ("change", alert.Change.ToString()),
        ("level", TextSanitizer.Line(alert.Level.Label ?? alert.Level.Native ?? "")),
        ("previousLevel", TextSanitizer.Line(alert.PreviousLevel?.Label ?? alert.PreviousLevel?.Native ?? "")),
        ("publishedAt", alert.PublishedAt is { } published ? Time(published) : ""),
        ("notes", TextSanitizer.Line(string.Join("; ", alert.Marks))),
    ];

    private static IEnumerable<Area> Areas(Alert alert) =>
        alert.Areas.Select(area => area with { Name = TextSanitizer.Line(area.Name) is { Length: > 0 } name ? name : area.Code });

    private string Reference(Alert earlier) => $"{links.Sender},{earlier.Id},{Time(earlier.DetectedAt)}";

    private static XElement Element(string name, string value) => new(Namespace + name, value);

    private static XElement Pair(string name, string valueName, string value) =>
        new(Namespace + name, Element("valueName", valueName), Element("value", value));

    // Past: what was advised is no longer needed. Nobody may conclude that from a notice that is only no longer listed.
    private static string UrgencyOf(Alert alert) => alert.WithdrawnByPublisher ? "Past" : "Unknown";

    private static string[] CategoriesOf(Category category) => category switch
    {
        Category.Travel or Category.Civil => ["Safety"],
        Category.Cyber => ["Security", "Infra"],
        Category.Threat => ["Security"],
        Category.Health => ["Health"],
        _ => ["Other"],
    };

    private static string EventOf(Category category) => category switch
    {
        Category.Travel => "Travel advice",
        Category.Cyber => "Cyber security advisory",
        Category.Threat => "Threat level",
        Category.Civil => "Civil warning",
        Category.Health => "Health notice",
        _ => "Official statement",
    };

    // CAP 1.2, section 3.3.2: no "Z", and UTC is "-00:00".
    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'-00:00'", CultureInfo.InvariantCulture);
}
