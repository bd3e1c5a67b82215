using System.Buffers;
using System.Globalization;
using System.Text;

namespace AlertRelay.Tests.Channels.Fuzzing;

/// <param name="Charset">As the server would state it.</param>
/// <param name="IsBroken">A document cut off, or with one bit of its markup flipped: nobody can take it for one that is whole and says less.</param>
internal sealed record Mutant(byte[] Bytes, string? Charset, bool IsBroken);

/// <summary>Spoils documents in the ways in which servers, proxies and attackers do. The same seed gives the same documents.</summary>
internal sealed class Mutator(int seed)
{
    private const int MostMutations = 3;
    private const int LongestCut = 60;
    private const int LongestCopy = 400;
    private const int Deep = 5_000;

    private static readonly string[] Scraps =
    [
        "\\ud800", "]]>", "<![CDATA[", "&#xD800;", "&nbsp;", "&lol9;", "<!DOCTYPE x [<!ENTITY a 'a'>]>", "\"\"", "null", "{", "[", "<item>", "</item>", "<!--",
        "-->", "http://[", "//%zz",
        "encoding=\"utf-16\"", "9999-12-31T23:59:59-14:00", "0000-00-00", "\u0001", "\0", "\uFEFF", "<script>",
    ];

    private static readonly string[] Numbers = ["99999999999999999999", "-1e999", "1e400", "-0", "0.1e-9", "18446744073709551616", "١٢٣"];
    private static readonly string[] Charsets = ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "shift_jis", "utf-7", "x-unknown", ""];
    private static readonly string[] Openers = ["[", "{\"a\":", "<a>", "<div>", "<table><tr><td>", "&lt;div&gt;"];

    private static readonly SearchValues<byte> Markup = SearchValues.Create("<>{}[]\""u8);

    private readonly Random _random = new(seed);

    /// <param name="other">Another document, for what is spliced.</param>
    public Mutant Next(byte[] whole, byte[] other) => _random.Next(6) switch
    {
        0 => new Mutant(CutOff(whole), null, IsBroken: true),
        1 when FlippedMarkup(whole) is { } flipped => new Mutant(flipped, null, IsBroken: true),
        _ => new Mutant(Spoiled(whole, other), _random.Next(4) == 0 ? Charsets[_random.Next(Charsets.Length)] : null, IsBroken: false),
    };

    private byte[] Spoiled(byte[] whole, byte[] other)
    {
        var bytes = whole;
        for (var times = _random.Next(1, MostMutations + 1); times > 0 && bytes.Length > 0; times--)
            bytes = Mutate(bytes, other);
        return bytes;
    }

    private byte[] Mutate(byte[] bytes, byte[] other) => _random.Next(10) switch
    {
        0 => Replaced(bytes, Somewhere(bytes, 1), b => [(byte)(b[0] ^ (1 << _random.Next(8)))]),
        1 => Replaced(bytes, Somewhere(bytes, LongestCut), _ => []),
        2 => Inserted(bytes, Encoding.UTF8.GetBytes(Scraps[_random.Next(Scraps.Length)])),
        3 => Inserted(bytes, bytes[Somewhere(bytes, LongestCopy)]),
        4 => [.. bytes[.._random.Next(bytes.Length)], .. other[_random.Next(other.Length)..]],
        5 => Replaced(bytes, Element(bytes), _ => []),
        6 => Replaced(bytes, Element(bytes), element => [.. element, .. bytes[0] is (byte)'<' ? [] : ","u8, .. element]),
        7 => Recoded(bytes),
        8 => Replaced(bytes, Digits(bytes), _ => Encoding.UTF8.GetBytes(Numbers[_random.Next(Numbers.Length)])),
        _ => Inserted(bytes, Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, Openers[_random.Next(Openers.Length)], _random.Next(1, Deep)).ToString())),
    };

    private byte[] CutOff(byte[] whole) => whole[.._random.Next(whole.AsSpan().TrimEnd(" \t\r\n"u8).Length)];

    private byte[]? FlippedMarkup(byte[] whole)
    {
        var at = _random.Next(whole.Length);
        var markup = whole.AsSpan(at).IndexOfAny(Markup);
        return markup < 0 ? null : Replaced(whole, (at + markup)..(at + markup + 1), b => [(byte)(b[0] ^ (1 << _random.Next(7)))]);
    }

    private byte[] Recoded(byte[] bytes) => _random.Next(4) switch
    {
        0 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
        1 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(bytes))],
        2 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes)),
        _ => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)),
    };

    private byte[] Inserted(byte[] bytes, byte[] what) => Replaced(bytes, _random.Next(bytes.Length) is var at ? at..at : default, _ => what);

    private static byte[] Replaced(byte[] bytes, Range range, Func<byte[], byte[]> with) =>
        [.. bytes[..range.Start.Value], .. with(bytes[range]), .. bytes[range.End.Value..]];

    private Range Somewhere(byte[] bytes, int longest) =>
        _random.Next(bytes.Length) is var from ? from..Math.Min(bytes.Length, from + _random.Next(1, longest + 1)) : default;

    private Range Digits(byte[] bytes)
    {
        var from = Somewhere(bytes, 1).Start.Value;
        while (from < bytes.Length && !char.IsAsciiDigit((char)bytes[from]))
            from++;
        var to = from;
        while (to < bytes.Length && char.IsAsciiDigit((char)bytes[to]))
            to++;
        return from..to;
    }

    /// <summary>From an opening mark to the one that closes it, by counting: an XML element or a JSON object. Empty where there is none.</summary>
    private Range Element(byte[] bytes)
    {
        var from = Somewhere(bytes, 1).Start.Value;
        var opening = bytes.AsSpan(from).IndexOfAny((byte)'<', (byte)'{');
        if (opening < 0)
            return from..from;

        from += opening;
        var length = bytes[from] == '{' ? ClosedBrace(bytes.AsSpan(from)) : ClosedTag(bytes.AsSpan(from));
        return from..(from + length);
    }

    private static int ClosedBrace(ReadOnlySpan<byte> text)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] switch { (byte)'{' => 1, (byte)'}' => -1, _ => 0 };
            if (depth == 0)
                return at + 1;
        }

        return 0;
    }

    private static int ClosedTag(ReadOnlySpan<byte> text)
    {
        var name = text[1..];
        name = name[..Math.Max(0, name.IndexOfAny(" />\r\n"u8))];
        var close = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"</{Encoding.UTF8.GetString(name)}>"));
        return name.Length > 0 && text.IndexOf(close) is >= 0 and var at ? at + close.Length : 0;
    }
}
