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
