using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Opens a publisher's web page. HTML has no errors, so what a browser would put up with is asked here: whether it is markup, and whether it is
/// whole.
/// </summary>
internal static partial class HtmlPage
{
    // Of what caches and counters add behind a page's end. The same words further before it stand in a script.
    private const int MaxTrailingCharacters = 2000;

    public static IHtmlDocument Open(SourceDocument document)
    {
        var text = XmlSource.Text(document);
        if (Root().Match(text) is not { Success: true } root)
            throw new ShapeException(string.IsNullOrWhiteSpace(text) ? "an empty document where HTML was due" : "no HTML where a page was due");
        if (text.LastIndexOf($"</{root.Groups[1].Value}", StringComparison.OrdinalIgnoreCase) is var end
            && (end < 0 || text.Length - end > MaxTrailingCharacters || text.IndexOf('>', end) < 0))
            throw new ShapeException($"the page is cut off: <{root.Groups[1].Value}> has no end");

        var page = Html.Parse(text);
        InterstitialPage.Refuse(page);
        return page;
    }

    /// <summary>What the page's relative links start from.</summary>
    public static Uri BaseOf(IHtmlDocument page, SourceDocument document) =>
        WebLink.Resolve(document.Url, page.QuerySelector("base[href]")?.GetAttribute("href")) ?? document.Url;

    // The first element: comments, the doctype and an XML declaration may stand before it.
    [GeneratedRegex(@"\A\s*(?>(?:<!--.*?-->|<[!?][^>]*>)\s*)*<([A-Za-z][A-Za-z0-9:-]*)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Root();
}
