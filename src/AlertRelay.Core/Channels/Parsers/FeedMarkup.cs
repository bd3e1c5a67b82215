using System.Net;
using System.Text;
using System.Xml;

namespace AlertRelay.Channels.Parsers;

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
