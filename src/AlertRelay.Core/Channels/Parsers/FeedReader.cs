using System.Xml;

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
