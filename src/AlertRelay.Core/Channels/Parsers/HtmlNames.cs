namespace AlertRelay.Channels.Parsers;

/// <summary>Elements of HTML that publishers put into texts. None of them is an element of a format that this relay reads.</summary>
internal static class HtmlNames
{
    private static readonly HashSet<string> VoidElements = new(StringComparer.OrdinalIgnoreCase) { "br", "hr", "img", "wbr" };

    private static readonly HashSet<string> OfText = new(VoidElements, StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "big", "blockquote", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "nobr", "ol", "p", "pre", "s", "small",
        "span", "strike",
        "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
    };

    public static bool IsVoid(string name) => VoidElements.Contains(name);

    public static bool IsText(string name) => OfText.Contains(name);
}
