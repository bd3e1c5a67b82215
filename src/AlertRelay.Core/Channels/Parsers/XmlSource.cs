using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using System.Xml;
using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <summary>Opens a publisher's XML: no DTD, nothing external, and the characters that the bytes really are.</summary>
internal static partial class XmlSource
{
    private const int DeclarationLength = 200;

    // So far a browser looks for it (WHATWG HTML, "prescan a byte stream to determine its encoding").
    private const int MetaWithin = 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 64 * 1024 * 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly (byte[] Start, Encoding Encoding)[] WideStarts =
    [
        ([0xFF, 0xFE, 0, 0], Encoding.UTF32),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        ([0xFF, 0xFE], Encoding.Unicode),
        ([0xFE, 0xFF], Encoding.BigEndianUnicode),
        ([(byte)'<', 0], Encoding.Unicode),
        ([0, (byte)'<'], Encoding.BigEndianUnicode),
    ];

    /// <summary>The whole document's root.</summary>
    /// <exception cref="ShapeException">It is broken, cut off, or no XML.</exception>
    public static XElement Load(SourceDocument document)
    {
        try
        {
            using var reader = Open(document, "XML");
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException fault)
        {
            throw new ShapeException($"the XML is broken or cut off at line {fault.LineNumber}", fault);
        }
    }

    /// <summary>The characters that the bytes of any markup stand for.</summary>
    public static string Text(SourceDocument document) => NarrowEncoding(document).GetString(DocumentShape.WithoutByteOrderMark(document.Body.Span));

    public static XmlReader Open(SourceDocument document, string due = "RSS")
    {
        var wide = WideStarts.FirstOrDefault(start => document.Body.Span.StartsWith(start.Start)).Encoding;
        if (wide is null)
            DocumentShape.RefuseOtherThan(due, DocumentShape.WithoutByteOrderMark(document.Body.Span), "<"u8);

        var stream = new MemoryStream(document.Body.ToArray(), writable: false);
        var text = new StreamReader(stream, wide ?? NarrowEncoding(document), detectEncodingFromByteOrderMarks: true);

        // No white space may stand before an XML declaration; some publishers begin with an empty line.
        while (text.Peek() is ' ' or '\t' or '\r' or '\n')
            text.Read();

        return XmlReader.Create(text, Settings);
    }

    // A declaration goes before the header (labels of servers are wrong more often); what claims to be UTF-8 and is not was written on Windows.
    private static Encoding NarrowEncoding(SourceDocument document)
    {
        var bytes = document.Body.Span;
        var declared = Declared().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, DeclarationLength)]));
        var label = declared.Success ? declared.Groups[1].Value : null;
        if (label is not null && Named(label) is { } stated)
            return stated;

        return Utf8.IsValid(bytes) ? Encoding.UTF8 : (label is null ? Named(document.Charset) ?? Named(OfMeta(bytes)) : null) ?? Windows1252;
    }

    private static string? OfMeta(ReadOnlySpan<byte> bytes) =>
        Meta().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MetaWithin)])) is { Success: true } meta ? meta.Groups[1].Value : null;

    /// <returns>Null for UTF-8 and ASCII, which the bytes themselves confirm or not; for UTF-16, which narrow bytes cannot be; and for the unknown.</returns>
    private static Encoding? Named(string? label) => label?.ToUpperInvariant() switch
    {
        null => null,
        // What is labelled so is windows-1252 (WHATWG Encoding Standard, 4.2).
        "ISO-8859-1" or "LATIN1" => Windows1252,
        var other => CodePagesEncodingProvider.Instance.GetEncoding(other),
    };

    [GeneratedRegex("""^\s*(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Declared();

    [GeneratedRegex("""<meta\s[^>]*?charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Meta();
}
