using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Css.Parser;

namespace AlertRelay.Channels.Parsers;

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
