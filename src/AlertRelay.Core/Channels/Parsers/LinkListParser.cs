using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// A page that lists a publisher's statements: links, mostly with a date. <see cref="LinkListOptions"/> say where they stand. What is behind a
/// link is not read.
/// </summary>
internal sealed class LinkListParser : INoticeParser
{
    public string Name => "link-list";

    /// <summary>2: relative links start from the page's own base.</summary>
    public int Version => 2;

    public IReadOnlyList<string> Problems(JsonElement options) => LinkListOptions.Problems(options);

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var options = LinkListOptions.Of(channel);
        var page = HtmlPage.Open(document);
        var from = HtmlPage.BaseOf(page, document);
        var reading = DocumentShape.Entries(
            page.QuerySelectorAll(options.Items), item => IndexEntry.Of(NoticeOf(item, from, options, channel)), channel);
        // A menu or a picture may link to the same place; another place on that page is another notice.
        var notices = reading.Entries.DistinctBy(entry => (entry.Key, options.IdPattern is null ? entry.Notice?.Link.Fragment : ""));
        return reading.WithKeysOf(SharedKeys.Distinguished([.. notices], _ => options.IdPattern is not null));
    }

    private static Notice? NoticeOf(IElement item, Uri from, LinkListOptions options, Channel channel)
    {
        var anchor = item.Matches(options.Link) ? item : item.QuerySelector(options.Link);
        var title = CanonicalText.Line((options.Title is { } selector ? item.QuerySelector(selector) : anchor)?.TextContent ?? "");
        if (title.Length == 0 || WebLink.Resolve(from, anchor?.GetAttribute("href")) is not { } link)
            return null;

        // What bears no date where dates are due is a menu.
        var date = DateOf(item, link, options);
        if (date is null && options.IsDated)
            return null;

        return new Notice
        {
            Key = options.IdPattern?.First(link.AbsoluteUri) ?? WebLink.Identity(link),
            Title = title,
            Link = link,
            Areas = NoticeAreas.OwnAndIn(title, channel),
            Language = channel.Languages[0],
            Text = title,
            Summary = title,
            SignificantFacts = [title],
            PublishedAt = date,
            UpdatedAt = date,
        };
    }

    private static DateTimeOffset? DateOf(IElement item, Uri link, LinkListOptions options)
    {
        var element = options.Date is { } selector ? item.QuerySelector(selector) : null;
        var text = CanonicalText.Line(element?.TextContent ?? "").Trim('[', ']', '(', ')');
        return WrittenDates.Read(element?.GetAttribute("datetime"))
            ?? WrittenDates.Read(text)
            ?? WrittenDates.Read(options.DatePattern?.First(text))
            ?? Compact(options.DatePattern?.First(link.AbsoluteUri));
    }

    // "20260130", as addresses have it.
    private static DateTimeOffset? Compact(string? date) =>
        date is { Length: 8 } ? WrittenDates.Read($"{date[..4]}-{date[4..6]}-{date[6..]}") : WrittenDates.Read(date);
}

/// <summary>
/// The options of the "link-list" parser: "items", a CSS selector of the list's items; within an item "link" (by default the first link),
/// "title" (by default the link's text) and "date"; "datePattern", a regular expression on the date's text and on the link's address, whose first group is
/// the date; "idPattern", one on the link's address, whose first group is the notice's id.
/// </summary>
internal sealed record LinkListOptions(string Items, string Link, string? Title, string? Date, Regex? DatePattern, Regex? IdPattern)
{
    public bool IsDated => Date is not null || DatePattern is not null;

    private static readonly string[] Names = ["items", "link", "title", "date", "datePattern", "idPattern"];

    public static IReadOnlyList<string> Problems(JsonElement options) => ParserOptions.Problems(options, Read);

    public static LinkListOptions Of(Channel channel) => ParserOptions.Of(channel, Read);

    private static LinkListOptions Read(JsonElement options, List<string> problems)
    {
        if (options.ValueKind != JsonValueKind.Object || options.Text("items") is null)
            problems.Add("\"options\": write an object such as { \"items\": \"ul.news li\", \"date\": \"span.date\" }.");
        else
            ParserOptions.NameUnknown(options, Names, problems);

        return new LinkListOptions(
            Selector(options, "items", problems) ?? "li", Selector(options, "link", problems) ?? "a[href]", Selector(options, "title", problems),
            Selector(options, "date", problems), OptionPattern.Of(options, "datePattern", grouped: true, problems), OptionPattern.Of(
                options, "idPattern", grouped: true, problems));
    }

    private static string? Selector(JsonElement options, string name, List<string> problems)
    {
        if (options.Member(name) is not { } member)
            return null;
        if (((JsonElement?)member).Text() is { } selector && new CssSelectorParser().ParseSelector(selector) is not null)
            return selector;

        problems.Add($"\"options.{name}\": write a CSS selector such as \"span.date\".");
        return null;
    }
}
