using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AlertRelay.Tests.Api.OpenApi;

/// <summary>What the document says to people: short summaries, whole sentences, and tags in the order in which they are needed.</summary>
public sealed partial class OperationTextTests
{
    private const int MaxWords = 25, MaxWordsOfSummary = 6;

    private static readonly string[] Tags =
    [
        "Relay", "Alerts", "Countries", "Channels", "Feeds", "Filters", "Subscriptions", "Deliveries", "Silences", "Keys", "Portal links", "Audit", "Health",
    ];

    private static readonly string[] Verbs =
    [
        "Backtest", "Check", "Confirm", "Create", "Delete", "Explain", "Get", "List", "Pause", "Poll", "Preview", "Recover", "Resume", "Retry", "Revoke",
        "Rotate", "Send", "Stream", "Test", "Try", "Update", "Verify",
    ];

    [Fact]
    public void Tags_follow_a_day_with_the_relay_and_say_what_they_are()
    {
        var tags = Documented.Document["tags"]!.AsArray();

        Assert.Equal(Tags, tags.Select(tag => Text(tag!["name"])));
        Assert.All(tags, tag => Assert.Matches(@"^[A-Z].+\.$", Text(tag!["description"])));
    }

    [Theory]
    [InlineData("/", "Relay")]
    [InlineData("/api/v1/overview", "Relay")]
    [InlineData("/api/v1/doctor", "Relay")]
    [InlineData("/health/ready", "Health")]
    public void An_operation_is_where_its_readers_look(string path, string tag) =>
        Assert.All(Documented.Operations.Where(each => each.Path == path), each => Assert.Equal(tag, Text(each.Operation["tags"]![0])));

    [Fact]
    public void A_summary_is_an_order_of_two_to_six_words() => Assert.Empty(
        from each in Documented.Operations
        let summary = Text(each.Operation["summary"])
        let words = summary.Split(' ')
        where words.Length is < 2 or > MaxWordsOfSummary || !Verbs.Contains(words[0]) || summary.EndsWith('.')
        select $"{each.Method} {each.Path}: {summary}");

    [Fact]
    public void A_description_is_whole_sentences_that_begin_with_what_the_operation_does() => Assert.Empty(
        from each in Documented.Operations
        let description = Text(each.Operation["description"])
        where !Doing().IsMatch(description) || Wrong(description).Any()
        select $"{each.Method} {each.Path}: {description}");

    [Fact]
    public void A_parameter_is_described_in_sentences() => Assert.Empty(
        from each in Documented.Operations
        from parameter in each.Operation["parameters"]?.AsArray() ?? []
        let description = Text(parameter!["description"])
        where !description.EndsWith('.') || Wrong(description).Any()
        select $"{each.Method} {each.Path} {parameter!["name"]}: {description}");

    [Fact]
    public void A_schema_names_nothing_of_the_source() => Assert.Empty(
        from schema in Documented.Document["components"]!["schemas"]!.AsObject()
        from node in (schema.Value!["properties"]?.AsObject().Select(member => member.Value) ?? []).Append(schema.Value)
        let description = Text((node as JsonObject)?["description"])
        where Source().IsMatch(description)
        select $"{schema.Key}: {description}");

    /// <summary>Sentences of more than 25 words, and what joins two sentences.</summary>
    private static IEnumerable<string> Wrong(string text) =>
        End().Split(text).Where(sentence => sentence.Split(' ').Length > MaxWords || sentence.Contains(';') || sentence.Contains("left out"));

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    /// <summary>"Returns …", "Sends …".</summary>
    [GeneratedRegex(@"^(?!Its |This |Needs )[A-Z][a-z]+s [^.]{8,}.*\.$")]
    private static partial Regex Doing();

    /// <summary>What a reference of a comment becomes.</summary>
    [GeneratedRegex(@"&lt;|\b[A-Z]\w+\.[A-Z]|\b(?!CloudEvent|AlertRelay)[A-Z][a-z]+[A-Z][a-z]\w+|^See ")]
    private static partial Regex Source();

    [GeneratedRegex(@"(?<=\.) ")]
    private static partial Regex End();
}
