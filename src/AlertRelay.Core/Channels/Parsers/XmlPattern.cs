using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The marks of XML as <see cref="XmlRepair"/> looks for them at a position. No value of an attribute holds "&lt;": where its end is missing it
/// would swallow what follows.
/// </summary>
internal static partial class XmlPattern
{
    // Atomic: a shorter name is never tried.
    private const string Name = @"(?>[\p{L}_][\w.:-]*)";
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    // Whatever it is tried on, each character is looked at a few times only.
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
