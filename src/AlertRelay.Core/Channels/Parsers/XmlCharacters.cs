using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using AngleSharp.Html;

namespace AlertRelay.Channels.Parsers;

/// <summary>Characters and their spellings in XML.</summary>
internal static partial class XmlCharacters
{
    // An ampersand, a name and a semicolon: HTML's longest has 31 letters.
    private const int MaxReferenceLength = 34;

    private static readonly string[] OfXml = ["amp", "lt", "gt", "quot", "apos"];

    private static readonly SearchValues<char> Suspect = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(character => !XmlConvert.IsXmlChar(character))]);

    /// <summary>Without the characters that XML forbids: a vertical tab separates words, the rest is nothing.</summary>
    public static string Legal(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspect))
            return text;

        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value))
                legal.Append(rune);
            else if (rune.Value is '\v' or '\f')
                legal.Append(' ');

        return legal.ToString();
    }

    /// <summary>Text between tags, with each ampersand and each reference spelt as XML wants them.</summary>
    public static string Escaped(string text) =>
        (text.Contains('&') ? Referenced(text) : text).Replace("<", "&lt;", StringComparison.Ordinal).Replace("]]>", "]]&gt;", StringComparison.Ordinal);

    /// <returns>What an entity of HTML stands for; null where HTML has none of the name.</returns>
    public static string? Html(string name) => HtmlEntityProvider.Resolver.GetSymbol($"{name};");

    private static string Referenced(string text)
    {
        var spelt = new StringBuilder(text.Length + MaxReferenceLength);
        var from = 0;
        for (int at; (at = text.IndexOf('&', from)) >= 0;)
        {
            spelt.Append(text, from, at - from);
            var end = text.AsSpan(at, Math.Min(MaxReferenceLength, text.Length - at)).IndexOf(';');
            var reference = end < 0 ? Match.Empty : Reference().Match(text[at..(at + end + 1)]);
            spelt.Append(reference.Success ? Spelt(reference) : "&amp;");
            from = at + (reference.Success ? reference.Length : 1);
        }

        return spelt.Append(text, from, text.Length - from).ToString();
    }

    private static string Spelt(Match reference) =>
        reference.Groups["name"] is { Success: true } name ? Named(name.Value, reference.Value)
        : reference.Groups["decimal"] is { Success: true } code ? Numbered(code.Value, NumberStyles.None)
        : Numbered(reference.Groups["hex"].Value, NumberStyles.AllowHexSpecifier);

    private static string Named(string name, string written) =>
        OfXml.Contains(name) ? written
        : Html(name) is { } symbol ? string.Concat(symbol.EnumerateRunes().Select(rune => string.Create(CultureInfo.InvariantCulture, $"&#{rune.Value};")))
        : $"&amp;{written.AsSpan(1)}";

    private static string Numbered(string code, NumberStyles style) =>
        int.TryParse(code, style, CultureInfo.InvariantCulture, out var value)
            && Rune.IsValid(value)
            && (value > char.MaxValue || XmlConvert.IsXmlChar((char)value))
            ? string.Create(CultureInfo.InvariantCulture, $"&#{value};")
            : "";

    [GeneratedRegex("^&(?:(?<name>[A-Za-z][A-Za-z0-9]{1,31});|#(?<decimal>[0-9]{1,9});|#[xX](?<hex>[0-9A-Fa-f]{1,8});)", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
