using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Opens a publisher's XML: no DTD, nothing external, and the characters that the bytes really are. What is no XML is mended (<see cref="XmlRepair"/>) and read
/// once more by the same strict reader.
/// </summary>
internal static partial class XmlSource
{
    // Longer than any warning of a script that a server has put before its document.
    private const int MaxStrayLength = 64 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 64 * 1024 * 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    /// <summary>The whole document's root.</summary>
    /// <exception cref="ShapeException">It is broken, cut off, or no XML.</exception>
    public static XElement Load(SourceDocument document) => Read(document, "XML", ReadAll);

    /// <summary>The characters that the bytes of any markup stand for.</summary>
    public static string Text(SourceDocument document) => TextEncoding.Narrow(document).GetString(DocumentShape.WithoutByteOrderMark(document.Body.Span));

    /// <param name="read">Reads to the end of the document, and may be called twice.</param>
    /// <exception cref="ShapeException">It is broken beyond mending, cut off, or no XML.</exception>
    public static T Read<T>(SourceDocument document, string due, Func<XmlReader, T> read)
    {
        try
        {
            using var xml = Open(document, due);
            return read(xml);
        }
        catch (XmlException fault)
        {
            return ReadMended(document, read, new ShapeException($"the XML is broken or cut off at line {fault.LineNumber}", fault));
        }
        catch (ShapeException fault) when (StrayBefore(WideOrNarrow(document)) > 0)
        {
            return ReadMended(document, read, fault);
        }
    }

    // What is still no XML, or not the document that was due, is refused for its first fault.
    private static T ReadMended<T>(SourceDocument document, Func<XmlReader, T> read, ShapeException first)
    {
        try
        {
            var text = WideOrNarrow(document);
            using var xml = XmlReader.Create(new StringReader(XmlRepair.Of(text[StrayBefore(text)..])), Settings);
            return read(xml);
        }
        catch (XmlException)
        {
            throw first;
        }
        catch (ShapeException)
        {
            throw first;
        }
    }

    /// <summary>The root, and to the end of the document.</summary>
    public static XElement ReadAll(XmlReader xml)
    {
        var root = XmlTree.Read(xml);
        while (xml.Read())
        {
        }

        return root;
    }

    /// <summary>
    /// How many characters stand before a document that has been closed: warnings of the script that made it. None where the document may have
    /// begun before.
    /// </summary>
    private static int StrayBefore(string text)
    {
        var start = Beginning().Match(text.Length > MaxStrayLength ? text[..MaxStrayLength] : text);
        return start.Success && !Embedding().IsMatch(text[..start.Index]) ? start.Index : 0;
    }

    private static string WideOrNarrow(SourceDocument document) =>
        (TextEncoding.Wide(document.Body.Span) ?? TextEncoding.Narrow(document)).GetString(document.Body.Span);

    private static XmlReader Open(SourceDocument document, string due)
    {
        var wide = TextEncoding.Wide(document.Body.Span);
        if (wide is null)
            DocumentShape.RefuseOtherThan(due, DocumentShape.WithoutByteOrderMark(document.Body.Span), "<"u8);

        var stream = new MemoryStream(document.Body.ToArray(), writable: false);
        var text = new StreamReader(stream, wide ?? TextEncoding.Narrow(document), detectEncodingFromByteOrderMarks: true);

        // No white space may stand before an XML declaration; some publishers begin with an empty line.
        while (text.Peek() is ' ' or '\t' or '\r' or '\n')
            text.Read();

        return XmlReader.Create(text, Settings);
    }

    // An XML declaration, else a root that this relay reads.
    [GeneratedRegex(
        @"<\?xml\s|<(?:(?>[\w.-]+):)?(?:rss|feed|RDF|alerts?|EDXLDistribution|opendata|urlset|sitemapindex)(?=[\s>])", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"<!\[CDATA\[|<!DOCTYPE|<!--|&lt;", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Embedding();
}

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
