using System.Xml;
using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// An element of a document with all that it holds. The tree of .NET goes up to its root for each node that is added, so that a deep document of a megabyte
/// takes minutes. For each attribute it goes through all others. So both are bounded.
/// </summary>
internal static class XmlTree
{
    public const int MaxDepth = 500;
    public const string TooDeep = "markup that nests deeper than any document does";

    private const int MaxAttributes = 500;

    /// <summary>Of the element at which the reader stands, or which comes next; the reader stands behind it afterwards.</summary>
    /// <exception cref="ShapeException">It nests too deep, or has too many attributes.</exception>
    public static XElement Read(XmlReader xml)
    {
        xml.MoveToContent();
        var root = ElementAt(xml);
        var current = xml.IsEmptyElement ? null : root;
        while (xml.Read() && current is not null)
        {
            if (xml.Depth > MaxDepth)
                throw new ShapeException(TooDeep);

            current = Add(xml, current);
        }

        return root;
    }

    /// <returns>The element that is open now; null where the root is closed.</returns>
    private static XElement? Add(XmlReader xml, XElement current)
    {
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                var element = ElementAt(xml);
                current.Add(element);
                return xml.IsEmptyElement ? current : element;
            case XmlNodeType.EndElement:
                return current.Parent;
            default:
                current.Add(new XText(xml.Value));
                return current;
        }
    }

    private static XElement ElementAt(XmlReader xml)
    {
        if (xml.AttributeCount > MaxAttributes)
            throw new ShapeException("more attributes than any element has");

        var element = new XElement(XName.Get(xml.LocalName, xml.NamespaceURI));
        while (xml.MoveToNextAttribute())
            element.Add(new XAttribute(XName.Get(xml.LocalName, xml.Prefix.Length == 0 ? "" : xml.NamespaceURI), xml.Value));

        xml.MoveToElement();
        return element;
    }
}
