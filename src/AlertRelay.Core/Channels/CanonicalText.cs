using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace AlertRelay.Channels;

/// <summary>
/// Text as a reader sees it: no markup, entities decoded, NFC, one kind of space, no invisible characters, no timestamps that change by themselves.
/// Two texts that differ in nothing a reader would call a change are equal here.
/// </summary>
internal static partial class CanonicalText
{
    private static readonly HashSet<string> Blocks =
    [
        "p", "div", "section", "article", "header", "footer", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr",
        "blockquote", "pre", "figure", "figcaption", "details", "summary",
    ];

    // Longer than any line that the pattern matches.
    private const int MaxStampLength = 160;

    // Soft hyphen, zero-width characters, byte order mark, and the controls of text direction.
    private static readonly SearchValues<char> Hidden = SearchValues.Create(
    [
        '\u00AD', '\uFEFF', '\u007F', .. Between('\u200B', '\u200F'), .. Between('\u202A', '\u202E'), .. Between('\u2060', '\u2064'), .. Between(
            '\u2066', '\u206F'),
        .. Between('\uFFF9', '\uFFFB'), .. Between('\0', '\u0008'), .. Between('\u000E', '\u001F'),
    ]);

    // All white space but the common space.
    private static readonly SearchValues<char> ExtraSpaces = SearchValues.Create(
        [.. Between('\0', char.MaxValue).Where(character => character != ' ' && char.IsWhiteSpace(character))]);

    /// <summary>A line for each block of the markup. Scripts, styles and comments are no text.</summary>
    public static string FromHtml(string html) => FromPlain(WordsOf(html));

    public static string Of(INode node) => FromPlain(WordsOf(node));

    /// <summary>Only without its markup; timestamps and white space are kept.</summary>
    public static string WordsOf(string html) => html.Contains('<') ? WordsOf(Html.Parse(html).Body) : WebUtility.HtmlDecode(html);

    public static string WordsOf(INode? node)
    {
        var text = new StringBuilder();
        Append(node, text);
        return text.ToString();
    }

    public static string FromPlain(string text)
    {
        var visible = Visible(WellFormed(text).Normalize(NormalizationForm.FormC));
        var lines = visible.Split('\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029')
            .Select(OneSpace)
            .Where(line => line.Length > 0 && !(line.Length <= MaxStampLength && Stamp().IsMatch(line)));
        return string.Join('\n', lines);
    }

    /// <summary>One line, for titles and summaries.</summary>
    public static string Line(string text) => FromPlain(WebUtility.HtmlDecode(text)).Replace('\n', ' ');

    /// <summary>Equal exactly for equal texts, short enough to keep many: 24 hex digits of SHA-256.</summary>
    public static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));

    private static IEnumerable<char> Between(char first, char last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);

    // What would stop Normalize: half a surrogate pair (a cut in mid-character) becomes U+FFFD, as does U+FFFE, which is no character.
    private static string WellFormed(string text) =>
        (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text).Replace('\uFFFE', '\uFFFD');

    // Most texts have nothing to be taken out. Persian, Urdu and the languages of India spell words with joiners: there they are letters.
    private static string Visible(string text) =>
        text.AsSpan().ContainsAny(Hidden) ? string.Concat(text.Where((character, at) => !Hidden.Contains(character) || Joiners.AreSpelt(text, at))) : text;

    private static string OneSpace(string line) =>
        line.Contains("  ", StringComparison.Ordinal) || line.AsSpan().ContainsAny(ExtraSpaces) ? Spaces().Replace(line, " ").Trim() : line.Trim();

    private static void Append(INode? node, StringBuilder text)
    {
        // An explicit stack: a hostile page may nest deeper than the call stack goes.
        var open = new Stack<(INode? Node, bool Leaving)>([(node, false)]);
        while (open.TryPop(out var next))
        {
            if (next.Node is IText words)
                text.Append(words.Data);
            else if (next.Node is IElement element && element.LocalName is not ("script" or "style" or "template" or "noscript"))
                Enter(element, next.Leaving, text, open);
        }
    }

    private static void Enter(IElement element, bool leaving, StringBuilder text, Stack<(INode?, bool)> open)
    {
        if (Blocks.Contains(element.LocalName))
            text.Append('\n');
        else if (element.LocalName is "td" or "th")
            text.Append(' ');

        if (leaving)
            return;

        open.Push((element, true));
        // By their numbers: to find the sibling before it, a node goes through all of them.
        for (var child = element.ChildNodes.Length - 1; child >= 0; child--)
            open.Push((element.ChildNodes[child], false));
    }

    [GeneratedRegex(@"[\s\u00A0\u2000-\u200A\u202F\u205F\u3000]+")]
    private static partial Regex Spaces();

    // Lines with the time of the request, which are not content.
    [GeneratedRegex(
        @"^(still current( at)?|current at|last (updated|reviewed|checked|modified)|reviewed|date modified|page last updated|"
        + @"stand|unverändert gültig seit|dernière (mise à jour|actualisation)( le)?)\s*:?\s*[\w\s,./:()+-]{0,60}\d{4}[\w\s,./:()+-]{0,30}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();
}

/// <summary>Joiner and non-joiner (U+200D, U+200C): invisible, and part of the spelling between letters of scripts that join them.</summary>
internal static class Joiners
{
    // Arabic to Thaana and Syriac, N'Ko, Mandaic; the scripts of India and Sri Lanka; Tibetan, Myanmar, Khmer, Mongolian; Arabic's presentation forms
    // are compatibility only.
    private static readonly (char First, char Last)[] Scripts =
    [
        ('\u0600', '\u08FF'), ('\u0900', '\u0DFF'), ('\u0F00', '\u109F'), ('\u1780', '\u17FF'), ('\u1800', '\u18AF'),
    ];

    private static readonly SearchValues<char> Letters = SearchValues.Create(
        [
            .. Scripts.SelectMany(script => Enumerable.Range(script.First, script.Last - script.First + 1))
                .Select(code => (char)code)
                .Where(character => IsLetter(character)),
        ]);

    public static bool Are(char character) => character is '\u200C' or '\u200D';

    /// <summary>Whether a joiner stands between two such letters, of which one may be a mark (a virama).</summary>
    public static bool AreSpelt(string text, int at) =>
        Are(text[at]) && at > 0 && at + 1 < text.Length && Letters.Contains(text[at - 1]) && Letters.Contains(text[at + 1]);

    private static bool IsLetter(char character) =>
        char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.OtherLetter or System.Globalization.UnicodeCategory.ModifierLetter
            or System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
