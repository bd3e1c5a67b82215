using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AlertRelay.Channels;

/// <summary>
/// HTML as a browser takes it, within bounds: parsing takes the square of the depth, so that a few megabytes of open tags would keep a relay
/// busy for hours.
/// </summary>
internal static class Html
{
    /// <summary>Real pages nest some dozens deep, and a browser itself stops at 512 (Blink's kMaximumHTMLParserDOMTreeDepth).</summary>
    public const int Deepest = 500;

    private const int MaxElements = 200_000;

    // Looking at every element's depth would cost what it saves.
    private const int Stride = 32;

    /// <exception cref="ShapeException">It nests deeper, or has more elements, than any page does.</exception>
    public static IHtmlDocument Parse(string text)
    {
        var elements = 0;
        IElement? placed = null;
        return new HtmlParser(new HtmlParserOptions { OnCreated = (element, _) => Visit(element) }).ParseDocument(text);

        void Visit(IElement element)
        {
            if (++elements > MaxElements)
                throw new ShapeException($"more than {MaxElements} elements, which no page has");
            if (elements % Stride == 0 && IsTooDeep(placed))
                throw new ShapeException("markup that nests deeper than any page does");
            placed = element;
        }
    }

    private static bool IsTooDeep(INode? node)
    {
        var depth = 0;
        for (; node is not null && depth <= Deepest; node = node.Parent)
            depth++;
        return depth > Deepest;
    }
}

/// <summary>HTML that was escaped once more than it should have been, and tags where there should be none.</summary>
internal static partial class EscapedMarkup
{
    // Each program on the way may escape once more; three of them is the most that was seen.
    private const int Rounds = 3;

    /// <summary>Text that is nothing but HTML in disguise, as HTML. Where real tags stand, what is escaped was meant to be seen.</summary>
    public static string Unescaped(string html)
    {
        for (var round = 0; round < Rounds && !html.Contains('<') && html.Contains('&'); round++)
        {
            var decoded = WebUtility.HtmlDecode(html);
            if (!Tag().IsMatch(decoded) && !Tag().IsMatch(WebUtility.HtmlDecode(decoded)))
                break;
            html = decoded;
        }

        return html;
    }

    /// <summary>
    /// A title for people: without the tags that shape text, however often they were escaped. What else looks like a tag may be what the title
    /// is about.
    /// </summary>
    public static string Title(string title)
    {
        for (var round = 0; round < Rounds && title.AsSpan().ContainsAny('<', '&'); round++)
            title = Tag().Replace(WebUtility.HtmlDecode(title), tag => IsBreak(tag.ValueSpan) ? " " : "");

        return CanonicalText.FromPlain(title).Replace('\n', ' ');
    }

    private static bool IsBreak(ReadOnlySpan<char> tag) =>
        tag[1..].TrimStart('/') is ['b' or 'B', 'r' or 'R', ..] or ['p' or 'P', ' ' or '>' or '/', ..] or ['d' or 'D', ..];

    [GeneratedRegex(
        @"</?(?:a|abbr|b|big|br|center|div|em|font|h[1-6]|i|li|mark|nobr|ol|p|q|s|small|span|strong|sub|sup|u|ul|wbr)(?:\s[^<>]*)?/?>|<img/>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
