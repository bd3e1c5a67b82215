using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// What a catalogue file tells the "link-list" parser: "items", a CSS selector of the list's items; within an item "link" (by default the first link),
/// "title" (by default the link's text) and "date"; "datePattern", a regular expression on the date's text and on the link's address, whose first group is
/// the date; "idPattern", one on the link's address, whose first group is the notice's id.
/// </summary>
internal sealed record LinkListOptions(string Items, string Link, string? Title, string? Date, Regex? DatePattern, Regex? IdPattern)
{
    public bool IsDated => Date is not null || DatePattern is not null;

    private static readonly string[] Names = ["items", "link", "title", "date", "datePattern", "idPattern"];

    /// <returns>What is wrong, in one sentence each; empty when nothing is.</returns>
    public static IReadOnlyList<string> Problems(JsonElement options)
    {
        var problems = new List<string>();
        Read(options, problems);
        return problems;
    }

    /// <exception cref="ShapeException">The options are wrong, which the catalogue refuses before.</exception>
    public static LinkListOptions Of(Channel channel)
    {
        var problems = new List<string>();
        var options = Read(channel.Options, problems);
        return problems.Count == 0 ? options : throw new ShapeException(problems[0]);
    }

    private static LinkListOptions Read(JsonElement options, List<string> problems)
    {
        if (options.ValueKind != JsonValueKind.Object || options.Text("items") is null)
            problems.Add("\"options\": write an object such as { \"items\": \"ul.news li\", \"date\": \"span.date\" }.");
        else
            problems.AddRange(options.Members().Select(member => member.Name).Where(name => !Names.Contains(name))
                .Select(name => $"\"options\": \"{name}\" is unknown; write \"{string.Join("\", \"", Names[..^1])}\" or \"{Names[^1]}\"."));

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
