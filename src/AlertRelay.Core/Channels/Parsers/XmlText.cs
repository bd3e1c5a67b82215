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

/// <summary>
/// The marks of XML as <see cref="XmlRepair"/> looks for them at a position. No value of an attribute holds "&lt;": where its end is missing it
/// would swallow what follows.
/// </summary>
internal static partial class XmlPattern
{
    // Atomic: a shorter name is never tried.
    private const string Name = @"(?>[\p{L}_][\w.:-]*)";
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    // On any input, each character is examined only a few times.
    [GeneratedRegex(
        @"\G<(?<name>" + Name
            + @")(?<attributes>(?>(?:\s+(?:[^\s=/<>""']+\s*=\s*(?:""[^""<]*""|'[^'<]*'))?|[^\s<>""'/=]+|=\s*[^\s<>""']+|/(?!>))*))(?<empty>/?)>",
        Plain)]
    public static partial Regex StartTag();

    [GeneratedRegex(@"\G</(?<name>" + Name + @")\s*>", Plain)]
    public static partial Regex EndTag();

    [GeneratedRegex(@"\s(?<name>" + Name + @")\s*=\s*(?:""(?<value>[^""]*)""|'(?<value>[^']*)'|(?<value>[^\s""']+))", Plain)]
    public static partial Regex Attribute();

    [GeneratedRegex(@"\G</?[\p{L}_!]", Plain)]
    public static partial Regex MayBeTag();

    [GeneratedRegex(@"\G<!DOCTYPE[^\[>]*(?:\[(?<subset>[^\]]*)\]\s*)?>", Plain | RegexOptions.IgnoreCase)]
    public static partial Regex Doctype();

    [GeneratedRegex(@"<!ENTITY\s+([^\s%]+)\s", Plain)]
    public static partial Regex Entity();

    [GeneratedRegex(@"<\?xml\s|<(?:(?>[\w.-]+):)?(?:rss|feed|RDF|channel|item|entry|alerts?|info|EDXLDistribution|opendata|urlset|url)(?=[\s>])", Plain)]
    public static partial Regex AnotherDocument();
}

/// <summary>The prefixes that a document uses and never declares. The usual ones of feeds have one meaning each.</summary>
internal sealed class XmlPrefixes
{
    private static readonly Dictionary<string, string> WellKnown = new()
    {
        ["dc"] = "http://purl.org/dc/elements/1.1/",
        ["content"] = "http://purl.org/rss/1.0/modules/content/",
        ["atom"] = "http://www.w3.org/2005/Atom",
        ["rdf"] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        ["cap"] = "urn:oasis:names:tc:emergency:cap:1.2",
        ["gdacs"] = "http://www.gdacs.org",
    };

    private readonly HashSet<string> _used = [];
    private readonly HashSet<string> _declared = ["xml", "xmlns"];

    public void Use(string name, bool isAttribute = false)
    {
        var parts = name.Split(':');
        if (isAttribute && parts is ["xmlns", var declared])
            _declared.Add(declared);
        else if (parts.Length == 2)
            _used.Add(parts[0]);
    }

    /// <summary>As attributes of the root.</summary>
    public string Missing()
    {
        var missing = new StringBuilder();
        foreach (var prefix in _used.Except(_declared).Order(StringComparer.Ordinal))
            missing.Append(" xmlns:").Append(prefix).Append("=\"").Append(WellKnown.GetValueOrDefault(prefix, $"urn:undeclared:{prefix}")).Append('"');

        return missing.ToString();
    }
}
