using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The characters that the bytes of a document really are. Labels are often wrong, the bytes are not: text in UTF-8 with letters beyond ASCII is hardly ever
/// valid by accident, so it is UTF-8 whatever is declared. A few bad bytes in it become U+FFFD and cost nothing else.
/// </summary>
internal static partial class TextEncoding
{
    private const int DeclarationLength = 200;

    // So far a browser looks for it (WHATWG HTML, "prescan a byte stream to determine its encoding").
    private const int MetaWithin = 1024;

    // Text in another encoding that is declared holds valid sequences only by accident: then most of it is invalid.
    private const int ValidToEachBad = 4;

    private static readonly Encoding Windows1252 = Tolerant("windows-1252")!;

    private static readonly (byte[] Start, Encoding Encoding)[] WideStarts =
    [
        ([0xFF, 0xFE, 0, 0], Encoding.UTF32),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        ([0xFF, 0xFE], Encoding.Unicode),
        ([0xFE, 0xFF], Encoding.BigEndianUnicode),
        ([(byte)'<', 0], Encoding.Unicode),
        ([0, (byte)'<'], Encoding.BigEndianUnicode),
    ];

    /// <returns>Null where one character is not always two bytes or four.</returns>
    public static Encoding? Wide(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, encoding) in WideStarts)
            if (bytes.StartsWith(start))
                return encoding;

        return null;
    }

    /// <summary>Of markup whose characters are mostly single bytes.</summary>
    public static Encoding Narrow(SourceDocument document)
    {
        var bytes = document.Body.Span;
        var declared = Declared().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, DeclarationLength)]));

        // A declaration goes before the header: labels of servers are wrong more often.
        var stated = declared.Success ? Named(declared.Groups[1].Value) : Named(document.Charset) ?? Named(OfMeta(bytes));
        return IsUtf8(bytes, stated is not null) ? Encoding.UTF8 : stated ?? Windows1252;
    }

    /// <summary>JSON is UTF-8 (RFC 8259, 8.1): a few bad bytes are mended, text in another encoding is not.</summary>
    public static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> json) =>
        !Utf8.IsValid(json.Span) && IsUtf8(json.Span, isOther: true) ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span)) : json;

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool isOther)
    {
        if (Utf8.IsValid(bytes))
            return !isOther || bytes.ContainsAnyInRange((byte)0x80, (byte)0xFF);

        var (valid, bad, cut) = Count(bytes);
        return isOther ? valid >= ValidToEachBad * bad : valid > 0 ? valid >= bad : cut == bad;
    }

    /// <summary>Characters of several bytes; bytes that begin or continue none; and those of them that were cut off where a text ends.</summary>
    private static (int Valid, int Bad, int Cut) Count(ReadOnlySpan<byte> bytes)
    {
        var (valid, bad, cut) = (0, 0, 0);
        for (var rest = bytes; rest.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is >= 0 and var at;)
        {
            rest = rest[at..];
            if (Rune.DecodeFromUtf8(rest, out _, out var length) == OperationStatus.Done)
                valid++;
            else
            {
                bad++;
                cut += IsCut(rest, length) ? 1 : 0;
            }

            rest = rest[length..];
        }

        return (valid, bad, cut);
    }

    // The beginning of a character whose rest is missing. In windows-1252 no word ends in the letters that the first bytes of quotation marks, dashes
    // and accents would be.
    private static bool IsCut(ReadOnlySpan<byte> bad, int length) =>
        length > 1 || (bad[0] is 0xC2 or 0xC3 or 0xE2 && bad.Length > 1 && bad[1] is (byte)'<' or (byte)']' or (byte)'&' or (byte)'.');

    private static string? OfMeta(ReadOnlySpan<byte> bytes) =>
        Meta().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MetaWithin)])) is { Success: true } meta ? meta.Groups[1].Value : null;

    /// <returns>Null for UTF-8 and ASCII, which the bytes themselves confirm or not; for UTF-16, which narrow bytes cannot be; and for the unknown.</returns>
    private static Encoding? Named(string? label) => label?.ToUpperInvariant() switch
    {
        null => null,
        // What is labelled so is windows-1252 (WHATWG Encoding Standard, 4.2).
        "ISO-8859-1" or "LATIN1" => Windows1252,
        var other => Tolerant(other),
    };

    private static Encoding? Tolerant(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));

    [GeneratedRegex("""^\s*(?:\u00EF\u00BB\u00BF)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Declared();

    [GeneratedRegex("""<meta\s[^>]*?charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Meta();
}
