using System.Net;
using System.Text;
using System.Xml;

namespace AlertRelay.Channels.Parsers;

/// <summary>RSS 2.0, RSS 1.0 and Atom in one pass; nothing is given before the root is closed.</summary>
internal sealed class FeedReader
{
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string ContentModule = "http://purl.org/rss/1.0/modules/content/";
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string OldAtom = "http://purl.org/atom/ns#";
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";

    private readonly XmlReader _xml;
    private readonly List<FeedItem> _items = [];
    private Uri _base;
    private string? _updated;
    private bool _hasHead;

    private FeedReader(XmlReader xml, Uri address)
    {
        _xml = xml;
        _base = address;
    }

    public static Feed Read(SourceDocument document)
    {
        try
        {
            using var xml = XmlSource.Open(document);
            return new FeedReader(xml, document.Url).Read();
        }
        catch (XmlException e)
        {
            throw new ShapeException($"the XML is broken or cut off at line {e.LineNumber}", e);
        }
    }

    private Feed Read()
    {
        _xml.MoveToContent();
        if (_xml.LocalName is not ("rss" or "RDF" or "feed"))
            throw new ShapeException($"a <{_xml.LocalName}> document where RSS was due");

        _hasHead = _xml.LocalName == "feed";
        _base = WebLink.Resolve(_base, _xml.GetAttribute("base", XmlNamespace)) ?? _base;
        while (_xml.Read())
            if (_xml.NodeType == XmlNodeType.Element)
                ReadElement();

        return _hasHead ? new Feed(_items, WrittenDates.Read(_updated)) : throw new ShapeException("a feed without a channel");
    }

    private void ReadElement()
    {
        switch (_xml.LocalName)
        {
            case "channel":
                _hasHead = true;
                break;
            case "item" or "entry":
                ReadItem();
                break;
            case "lastBuildDate":
                _updated = Markup(escaped: false);
                break;
            case "pubDate" or "updated" or "modified" or "date":
                _updated ??= Markup(escaped: false);
                break;
        }
    }

    private void ReadItem()
    {
        var item = new FeedItem { Id = _xml.GetAttribute("about", Rdf) };
        var depth = _xml.Depth;
        var own = _xml.NamespaceURI;
        if (!_xml.IsEmptyElement)
            while (_xml.Read() && _xml.Depth > depth)
                if (_xml.NodeType == XmlNodeType.Element)
                    ReadMember(item, own);

        _items.Add(item);
    }

    private void ReadMember(FeedItem item, string own)
    {
        if (_xml.NamespaceURI == own)
            ReadOwn(item, isAtom: own is Atom or OldAtom);
        else if (_xml.NamespaceURI == DublinCore && _xml.LocalName == "date")
            item.Updated ??= Markup(escaped: false);
        else if (_xml.NamespaceURI == ContentModule && _xml.LocalName == "encoded")
            item.Content = Markup(escaped: false);
        else if (_xml.NamespaceURI == Atom && _xml.LocalName is "link" or "updated")
            ReadOwn(item, isAtom: true);
        else
            ReadOther(item);
    }

    private void ReadOther(FeedItem item)
    {
        if (_xml.IsEmptyElement)
            return;

        var depth = _xml.Depth;
        var name = (_xml.NamespaceURI, _xml.LocalName);
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element)
                name = (_xml.NamespaceURI, _xml.LocalName);
            else if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                item.Others.Add((name.NamespaceURI, name.LocalName, CanonicalText.Line(_xml.Value)));
        }
    }

    private void ReadOwn(FeedItem item, bool isAtom)
    {
        switch (_xml.LocalName)
        {
            case "title":
                item.Title = isAtom ? CanonicalText.FromHtml(AtomText()).Replace('\n', ' ') : CanonicalText.Line(Markup(escaped: false));
                break;
            case "link":
                ReadLink(item);
                break;
            case "guid" or "id":
                ReadId(item);
                break;
            case "category":
                ReadCategory(item);
                break;
            case "description" or "summary":
                item.Description = isAtom ? AtomText() : Markup(escaped: false);
                break;
            case "content":
                item.Content = isAtom ? AtomText() : Markup(escaped: false);
                break;
            default:
                ReadDate(item);
                break;
        }
    }

    private void ReadDate(FeedItem item)
    {
        var name = _xml.LocalName;
        var text = Markup(escaped: false);
        if (name is "pubDate" or "published" or "issued")
            item.Published = text;
        else if (name is "updated" or "modified")
            item.Updated = text;
    }

    private void ReadCategory(FeedItem item)
    {
        var domain = _xml.GetAttribute("domain") ?? _xml.GetAttribute("scheme");
        var term = _xml.GetAttribute("term");
        item.Categories.Add((domain, Markup(escaped: false) is { Length: > 0 } text ? text : term ?? ""));
    }

    private void ReadLink(FeedItem item)
    {
        var relation = _xml.GetAttribute("rel") ?? "alternate";
        var address = _xml.GetAttribute("href");
        var text = Markup(escaped: false);
        if (relation == "alternate")
            item.Link ??= WebLink.Resolve(_base, address ?? text);
    }

    private void ReadId(FeedItem item)
    {
        var isLink = _xml.LocalName == "guid" && _xml.GetAttribute("isPermaLink") != "false";
        item.Id = Markup(escaped: false).Trim();
        if (isLink && item.Id.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            item.Link ??= WebLink.Resolve(_base, item.Id);
    }

    // RFC 4287, 3.1.1: "html" is escaped markup; "text", also when nothing is stated, is none; "xhtml" is markup as it stands.
    private string AtomText() => Markup(escaped: _xml.GetAttribute("type") is not ("html" or "text/html"));

    /// <summary>All that the element holds, as HTML; the reader stands at its end afterwards.</summary>
    /// <param name="escaped">The text is text, so that what looks like markup in it is none.</param>
    private string Markup(bool escaped)
    {
        if (_xml.IsEmptyElement)
            return "";

        var depth = _xml.Depth;
        var markup = new StringBuilder();
        while (_xml.Read() && _xml.Depth > depth)
            Append(markup, escaped);

        return markup.ToString();
    }

    private void Append(StringBuilder markup, bool escaped)
    {
        switch (_xml.NodeType)
        {
            case XmlNodeType.Element:
                markup.Append('<').Append(_xml.LocalName).Append('>');
                break;
            case XmlNodeType.EndElement:
                markup.Append("</").Append(_xml.LocalName).Append('>');
                break;
            default:
                markup.Append(escaped ? WebUtility.HtmlEncode(_xml.Value) : _xml.Value);
                break;
        }
    }
}
