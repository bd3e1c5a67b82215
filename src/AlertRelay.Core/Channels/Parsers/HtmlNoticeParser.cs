using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Web pages and sitemaps of any publisher; see <see cref="SelectionOptions"/>. A selector is one of CSS, with "@" and the name of an attribute after it where
/// that is meant and not the text: "a.more@href". "." is the element itself, "@href" its own attribute. A page that shows no notice is never an empty
/// list: error pages are pages too.
/// </summary>
internal sealed partial class HtmlNoticeParser : INoticeParser
{
    private const string Itself = ".";

    public string Name => "html";

    /// <summary>2: relative links start from the page's own base.</summary>
    public int Version => 2;

    public IReadOnlyList<string> Problems(JsonElement options) => SelectionOptions.Problems(options, IsSelector);

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var options = SelectionOptions.Of(channel, IsSelector);
        var page = HtmlPage.Open(document);
        var elements = page.QuerySelectorAll(options.List).Select(
            element => new SelectedValue(selector => ValuesIn(element, selector), options.Element, options, channel));
        return SelectedNotices.Read([.. elements], options, document, channel, HtmlPage.BaseOf(page, document));
    }

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var options = SelectionOptions.Of(channel, IsSelector);
        if (options.Page is not { } selection)
            throw new ShapeException("the channel file defines no pages");

        var html = HtmlPage.Open(page);
        var root = html.DocumentElement;
        return SelectedNotices.ReadPage(
            new SelectedValue(selector => ValuesIn(root, selector), selection, options, channel), page, entry, channel, HtmlPage.BaseOf(html, page));
    }

    private static IEnumerable<string> ValuesIn(IElement element, string selector)
    {
        var parts = Parts().Match(selector);
        var (css, attribute) = (parts.Groups["css"].Value.Trim(), parts.Groups["attribute"]);
        IEnumerable<IElement> found = css is "" or Itself ? [element] : element.QuerySelectorAll(css);
        return attribute.Success ? found.Select(one => one.GetAttribute(attribute.Value)).OfType<string>() : found.Select(CanonicalText.WordsOf);
    }

    private static bool IsSelector(string text)
    {
        var css = Parts().Match(text).Groups["css"].Value.Trim();
        return text.Length > 0 && (css is "" or Itself || new CssSelectorParser().ParseSelector(css) is not null);
    }

    [GeneratedRegex(@"^(?<css>.*?)(?:@(?<attribute>[A-Za-z][A-Za-z0-9:_-]*))?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Parts();
}
