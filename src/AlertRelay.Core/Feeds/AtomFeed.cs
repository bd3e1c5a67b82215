using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Alerts;

namespace AlertRelay.Feeds;

/// <summary>Writes a page as Atom (RFC 4287), with tombstones (RFC 6721) and a link to the next page (RFC 5005); or as an index of CAP messages.</summary>
internal sealed class AtomFeed(ChannelCatalog catalog, FeedLinks links)
{
    public const string MediaType = "application/atom+xml";

    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom", Tombstones = "http://purl.org/atompub/tombstones/1.0";

    // Indented content would get spaces where words are changed.
    private static readonly XmlWriterSettings Written = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = false };

    public byte[] Write(FeedPage page)
    {
        var deleted = page.Deleted.Select(each => each.Id).ToHashSet();
        return Bytes(new XElement(
            Atom + "feed",
            new XAttribute(XNamespace.Xmlns + "at", Tombstones),
            Head(page, RelayPages.AtomFeed, "Alerts"),
            page.Deleted.Select(each => new XElement(
                Tombstones + "deleted-entry", new XAttribute("ref", FeedLinks.IdOf(each.Id)), new XAttribute("when", Time(each.At)))),
            page.Alerts.Where(alert => !deleted.Contains(alert.Id)).Select(Entry)));
    }

    /// <summary>
    /// As in "Example Practices: CAP Feeds" of OASIS: an entry for each message, with a link to it. Receivers cancel by the messages' references.
    /// </summary>
    public byte[] WriteIndex(FeedPage page) => Bytes(new XElement(
        Atom + "feed",
        new XAttribute(XNamespace.Xmlns + "cap", CapMessage.Namespace),
        Head(page, RelayPages.CapFeed, "Alerts in CAP"),
        page.Alerts.Select(alert => IndexEntry(alert, EntryContent.Cards.Write(alert)))));

    private IEnumerable<XElement> Head(FeedPage page, string path, string title) =>
    [
        new(Atom + "id", links.IdOf(path, page.Query)),
        new(Atom + "title", page.Query.Label is { Length: > 0 } label ? $"{title} ({TextSanitizer.Line(label)})" : title),
        // The same content must have the same bytes.
        new(Atom + "updated", Time(page.Alerts.Select(alert => alert.DetectedAt).Concat(page.Deleted.Select(each => each.At))
            .DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max())),
        new(Atom + "author", new XElement(Atom + "name", "AlertRelay")),
        new(Atom + "generator", "AlertRelay"),
        Link("self", MediaType, links.At(path + page.Query.TextFrom(page.Query.Cursor))),
        Link("alternate", "text/html", links.At(RelayPages.Alerts)),
        Link("first", MediaType, links.At(path + page.Query.Text)),
        .. page.Next is { } next ? (XElement[])[Link("next", MediaType, links.At(path + page.Query.TextFrom(next)))] : [],
    ];

    private XElement Entry(Alert alert)
    {
        var card = EntryContent.Cards.Write(alert);
        return new XElement(
            Atom + "entry",
            Core(alert, card),
            AlertText.OfficialPage(catalog, alert, card) is { } official ? Link("alternate", type: null, official.AbsoluteUri) : null,
            Link("alternate", "text/html", links.Of(alert)),
            Link("alternate", "application/json", links.Of(alert, RelayPages.Json)),
            Link("alternate", CapMessage.MediaType, links.Of(alert, RelayPages.Cap)),
            Category("category", EnumNames<Category>.Of(alert.Category)),
            Category("change", EnumNames<ChangeKind>.Of(alert.Change)),
            Category("severity", EnumNames<Severity>.Of(alert.Level.Severity)),
            Category("channel", alert.Channel),
            alert.Areas.Select(area => Category("country", area.Code, TextSanitizer.Line(area.Name))),
            card.Summary.Length > 0 ? new XElement(Atom + "summary", LanguageOf(alert), card.Summary) : null,
            new XElement(Atom + "content", new XAttribute("type", "html"), EntryContent.Html(alert, card)));
    }

    // The relay's own words are in English.
    private static XAttribute? LanguageOf(Alert alert) =>
        AlertText.LanguageOf(alert.Language) is { Length: > 0 } language ? new XAttribute(XNamespace.Xml + "lang", language) : null;

    private XElement IndexEntry(Alert alert, Card card) => new(
        Atom + "entry",
        Core(alert, card),
        Link("alternate", CapMessage.MediaType, links.Of(alert, RelayPages.Cap)),
        card.Summary.Length > 0 ? new XElement(Atom + "summary", card.Summary) : new XElement(Atom + "summary", card.Headline),
        CapMessage.Outline(alert));

    private static IEnumerable<XElement> Core(Alert alert, Card card) =>
    [
        new(Atom + "id", FeedLinks.IdOf(alert.Id)),
        new(Atom + "title", card.Headline),
        new(Atom + "updated", Time(alert.DetectedAt)),
        new(Atom + "author", new XElement(Atom + "name", AuthorOf(alert))),
    ];

    /// <summary>Never empty.</summary>
    public static string AuthorOf(Alert alert) => TextSanitizer.Line(alert.Authority) is { Length: > 0 } name ? name : alert.Channel;

    private static XElement Link(string relation, string? type, string address) => new(
        Atom + "link", new XAttribute("rel", relation), type is null ? null : new XAttribute("type", type), new XAttribute("href", address));

    private static XElement Category(string scheme, string term, string? label = null) => new(
        Atom + "category",
        new XAttribute("scheme", FeedLinks.Scheme(scheme)),
        new XAttribute("term", term),
        label is { Length: > 0 } ? new XAttribute("label", label) : null);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static byte[] Bytes(XElement root)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, Written))
            new XDocument(root).Save(writer);
        return bytes.ToArray();
    }
}
