using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <summary>RSS 2.0, RSS 1.0 and Atom in one pass; nothing is given before the root is closed. Names are taken in any case, as publishers write them.</summary>
internal sealed class FeedReader
{
    private readonly XmlReader _xml;
    private readonly List<FeedItem> _items = [];
    private Uri _base;
    private string? _updated;
    private bool _isAtom;
    private bool _hasHead;

    private FeedReader(XmlReader xml, Uri address)
    {
        _xml = xml;
        _base = address;
    }

    public static Feed Read(SourceDocument document) => XmlSource.Read(document, "RSS", xml => new FeedReader(xml, document.Url).Read());

    public static bool IsRoot(XmlReader xml) => xml.LocalName.ToUpperInvariant() is "RSS" or "RDF" or "FEED";

    private Feed Read()
    {
        _xml.MoveToContent();
        if (!IsRoot(_xml))
            throw new ShapeException($"a <{_xml.LocalName}> document where RSS was due");

        // The root's name tells the format: its namespace is misspelt more often.
        _isAtom = _hasHead = string.Equals(_xml.LocalName, "feed", StringComparison.OrdinalIgnoreCase);
        _base = FeedItemReader.BaseOf(_xml, _base);
        while (_xml.Read())
            if (_xml.NodeType == XmlNodeType.Element)
                ReadElement();

        return _hasHead ? new Feed(_items, WrittenDates.Read(_updated)) : throw new ShapeException("a feed without a channel");
    }

    private void ReadElement()
    {
        switch (_xml.LocalName.ToUpperInvariant())
        {
            case "CHANNEL":
                _hasHead = true;
                _base = FeedItemReader.BaseOf(_xml, _base);
                break;
            case "ITEM" or "ENTRY":
                _items.Add(new FeedItemReader(_xml, _base, _isAtom).Read());
                break;
            case "LASTBUILDDATE":
                _updated = FeedMarkup.Read(_xml);
                break;
            case "PUBDATE" or "UPDATED" or "MODIFIED" or "DATE":
                _updated ??= FeedMarkup.Read(_xml);
                break;
        }
    }
}

/// <param name="UpdatedAt">The feed's own: RSS lastBuildDate or pubDate, Atom updated, dc:date.</param>
internal sealed record Feed(IReadOnlyList<FeedItem> Items, DateTimeOffset? UpdatedAt);

/// <summary>An RSS item or Atom entry as it stands in the feed. Everything is the publisher's word: links may be relative, dates unreadable.</summary>
internal sealed class FeedItem
{
    /// <summary>One line of plain text.</summary>
    public string Title { get; set; } = "";

    /// <summary>Null where the feed's link is no web address.</summary>
    public Uri? Link { get; set; }

    /// <summary>Of a document in CAP, where the item names one by its media type.</summary>
    public Uri? MessageLink { get; set; }

    /// <summary>Messages of CAP that the item holds whole.</summary>
    public List<XElement> Messages { get; } = [];

    /// <summary>RSS guid, Atom id, rdf:about.</summary>
    public string? Id { get; set; }

    /// <summary>HTML, also where the publisher sent plain text.</summary>
    public string? Description { get; set; }

    /// <summary>HTML: content:encoded, Atom content.</summary>
    public string? Content { get; set; }

    public string? Published { get; set; }

    public string? Updated { get; set; }

    public List<(string? Domain, string Text)> Categories { get; } = [];

    /// <summary>
    /// What vocabularies of the publisher's own say, by the innermost element's namespace and name: "level" "5/5", "description" "Do not
    /// travel". Each text is one line.
    /// </summary>
    public List<(string Namespace, string Name, string Text)> Others { get; } = [];

    /// <summary>Null where the item has none, or an empty one.</summary>
    /// <param name="vocabulary">The beginning of its namespace, which often ends in a version.</param>
    public string? Further(string vocabulary, string name) =>
        Others.Find(other => other.Name == name && other.Namespace.StartsWith(vocabulary, StringComparison.Ordinal)).Text is { Length: > 0 } text ? text : null;

    public IEnumerable<string> CategoriesOf(string domain) =>
        Categories.Where(category => string.Equals(category.Domain, domain, StringComparison.OrdinalIgnoreCase)).Select(category => category.Text.Trim());
}

/// <summary>What an element of a feed holds, as HTML.</summary>
internal static class FeedMarkup
{
    /// <summary>All of it; the reader stands at the element's end afterwards.</summary>
    /// <param name="isText">The text is text, so that what looks like markup in it is none.</param>
    public static string Read(XmlReader xml, bool isText = false, Action<XmlReader>? message = null)
    {
        if (xml.IsEmptyElement)
            return "";

        var depth = xml.Depth;
        var markup = new StringBuilder();
        while (xml.Read() && xml.Depth > depth)
            if (message is not null && xml.NodeType == XmlNodeType.Element && CapDocument.IsOne(xml))
                message(xml);
            else
                Append(xml, markup, isText);

        return markup.ToString();
    }

    // RFC 4287, 3.1.1: "html" is escaped markup; "text", also when nothing is stated, is none; "xhtml" is markup as it stands.
    public static bool IsText(XmlReader xml) => xml.GetAttribute("type") is not ("html" or "text/html");

    private static void Append(XmlReader xml, StringBuilder markup, bool isText)
    {
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                markup.Append('<').Append(xml.LocalName).Append(xml.IsEmptyElement ? "/>" : ">");
                break;
            case XmlNodeType.EndElement:
                markup.Append("</").Append(xml.LocalName).Append('>');
                break;
            default:
                markup.Append(isText ? WebUtility.HtmlEncode(xml.Value) : xml.Value);
                break;
        }
    }
}
