using System.Xml;

namespace AlertRelay.Channels.Parsers;

/// <summary>Reads one item of RSS or entry of Atom, at which the reader stands.</summary>
internal sealed class FeedItemReader(XmlReader xml, Uri address, bool isAtom)
{
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string ContentModule = "http://purl.org/rss/1.0/modules/content/";
    private const string Atom = "www.w3.org/2005/Atom";
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";

    // Where CAP's documents are named beside pages for people.
    private const string CapType = "cap+xml";

    private readonly FeedItem _item = new() { Id = xml.GetAttribute("about", Rdf) };
    private readonly Uri _base = BaseOf(xml, address);
    private readonly string _own = xml.NamespaceURI;

    /// <summary>What relative links of an element start from (XML Base).</summary>
    public static Uri BaseOf(XmlReader xml, Uri outer) => WebLink.Resolve(outer, xml.GetAttribute("base", XmlNamespace)) ?? outer;

    public FeedItem Read()
    {
        var depth = xml.Depth;
        if (!xml.IsEmptyElement)
            while (xml.Read() && xml.Depth > depth)
                if (xml.NodeType == XmlNodeType.Element)
                    ReadMember();

        return _item;
    }

    private void ReadMember()
    {
        if (CapDocument.IsOne(xml))
            ReadMessage(xml);
        else if (xml.NamespaceURI == _own)
            ReadOwn(isAtom);
        else if (xml.NamespaceURI == DublinCore && xml.LocalName == "date")
            _item.Updated ??= FeedMarkup.Read(xml);
        else if (xml.NamespaceURI == ContentModule && xml.LocalName == "encoded")
            _item.Content = Markup();
        else if (xml.NamespaceURI.Contains(Atom, StringComparison.OrdinalIgnoreCase) && xml.LocalName is "link" or "updated")
            ReadOwn(isAtom: true);
        else
            ReadOther();
    }

    private void ReadMessage(XmlReader reader)
    {
        using var message = reader.ReadSubtree();
        _item.Messages.Add(XmlTree.Read(message));
    }

    private void ReadOther()
    {
        if (xml.IsEmptyElement)
            return;

        var depth = xml.Depth;
        var name = (xml.NamespaceURI, xml.LocalName);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && CapDocument.IsOne(xml))
                ReadMessage(xml);
            else if (xml.NodeType == XmlNodeType.Element)
                name = (xml.NamespaceURI, xml.LocalName);
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                _item.Others.Add((name.NamespaceURI, name.LocalName, CanonicalText.Line(xml.Value)));
        }
    }

    private void ReadOwn(bool isAtom)
    {
        switch (xml.LocalName.ToUpperInvariant())
        {
            case "TITLE":
                _item.Title = isAtom && FeedMarkup.IsText(xml) ? CanonicalText.FromHtml(AtomText()).Replace('\n', ' ') : Title(isAtom);
                break;
            case "LINK":
                ReadLink();
                break;
            case "ENCLOSURE":
                ReadEnclosure();
                break;
            case "GUID" or "ID":
                ReadId();
                break;
            case "CATEGORY":
                ReadCategory();
                break;
            case "DESCRIPTION" or "SUMMARY":
                _item.Description = isAtom ? AtomText() : Markup();
                break;
            case "CONTENT":
                _item.Content = isAtom ? AtomText() : Markup();
                break;
            default:
                ReadDate();
                break;
        }
    }

    private void ReadDate()
    {
        var name = xml.LocalName.ToUpperInvariant();
        var text = FeedMarkup.Read(xml);
        if (name is "PUBDATE" or "PUBLISHED" or "ISSUED")
            _item.Published = text;
        else if (name is "UPDATED" or "MODIFIED")
            _item.Updated = text;
    }

    private void ReadCategory()
    {
        var domain = xml.GetAttribute("domain") ?? xml.GetAttribute("scheme");
        var term = xml.GetAttribute("term");
        _item.Categories.Add((domain, FeedMarkup.Read(xml) is { Length: > 0 } text ? text : term ?? ""));
    }

    private void ReadLink()
    {
        var relation = xml.GetAttribute("rel") ?? "alternate";
        var isMessage = IsCapType();
        var from = BaseOf(xml, _base);
        var address = WebLink.Resolve(from, xml.GetAttribute("href"));
        var text = FeedMarkup.Read(xml);
        if (isMessage)
            _item.MessageLink ??= address;
        else if (relation == "alternate")
            _item.Link ??= address ?? WebLink.Resolve(from, text);
    }

    private void ReadEnclosure()
    {
        if (IsCapType())
            _item.MessageLink ??= WebLink.Resolve(_base, xml.GetAttribute("url"));
    }

    private bool IsCapType() => xml.GetAttribute("type")?.Contains(CapType, StringComparison.OrdinalIgnoreCase) == true;

    private void ReadId()
    {
        var isLink = string.Equals(xml.LocalName, "guid", StringComparison.OrdinalIgnoreCase) && xml.GetAttribute("isPermaLink") != "false";
        _item.Id = FeedMarkup.Read(xml).Trim();
        if (isLink && _item.Id.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            _item.Link ??= WebLink.Resolve(_base, _item.Id);
    }

    private string Title(bool isHtml) => EscapedMarkup.Title(isHtml ? CanonicalText.FromHtml(AtomText()) : FeedMarkup.Read(xml));

    private string AtomText() => FeedMarkup.IsText(xml) ? FeedMarkup.Read(xml, isText: true, ReadMessage) : Markup();

    private string Markup() => EscapedMarkup.Unescaped(FeedMarkup.Read(xml, isText: false, ReadMessage));
}
