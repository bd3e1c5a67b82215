using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class JsonNoticeParserTests
{
    private const string Options = """
        { "list": "data.*", "id": "@key", "title": "names.en", "link": "url", "country": "iso",
          "level": "state", "date": "changed", "text": ["intro", "blocks.*.body"] }
        """;

    private const string Body = """
        { "data": { "count": 2, "XIR": { "names": { "en": "Iran &amp; islands" }, "url": "/iran", "iso": "IRN", "state": "red", "changed": 1772359200,
            "intro": "<p>Take care.</p>", "blocks": [{ "body": "Stay inside." }, { "title": "no body" }, { "body": null }] },
          "XIS": { "names": { "en": "Iceland" }, "state": 3, "changed": "soon", "intro": "Quiet." }, "XX": {} } }
        """;

    [Fact]
    public void An_object_of_objects_is_a_list_too()
    {
        var notice = Read(Options, Body).Notice("XIR");

        Assert.Equal("Iran & islands", notice.Title);
        Assert.Equal("https://example.org/iran", notice.Link.AbsoluteUri);
        Assert.Equal([new Area("IR", "Iran")], notice.Areas);
        Assert.Equal(Severity.Severe, notice.Level.Severity);
        Assert.Equal("Take care.\nStay inside.", notice.Text);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772359200), notice.UpdatedAt);
    }

    [Fact]
    public void What_cannot_be_read_is_unknown_and_what_says_nothing_is_no_notice()
    {
        var reading = Read(Options, Body);

        Assert.Equal(Level.Unreadable("3"), reading.Notice("XIS").Level);
        Assert.Null(reading.Notice("XIS").UpdatedAt);
        Assert.Equal(["XIR", "XIS"], reading.Entries.Select(entry => entry.Key));
    }

    [Fact]
    public void A_bare_list_is_the_star() =>
        Assert.Equal(
            ["a", "b"], Read("""{ "list": "*", "id": "id", "title": "id" }""", """[{"id":"a"},{"id":"b"},{"id":"a"},7]""").Entries.Select(entry => entry.Key));

    [Theory]
    [InlineData("Iceland", "IS")]
    [InlineData("ISL", "IS")]
    [InlineData("IS, NO;FO", "IS NO FO")]
    [InlineData("Iceland, Norway / Faroe Islands", "IS NO FO")]
    [InlineData("Congo, Democratic Republic of the", "CD")]
    [InlineData("Korea, Republic of", "KR")]
    [InlineData("Iran, Islamic Republic of", "IR")]
    [InlineData("Kenya, Congo, Democratic Republic of the, Island", "KE CD IS")]
    [InlineData("Sudan, South Sudan, Niger and Nigeria", "SD SS NE NG")]
    [InlineData("Kenya, Congo, Dem. Rep.", "KE")]
    [InlineData("Kenya, Congo", "KE CG")]
    [InlineData("Somewhere, CA", "")]
    [InlineData("off the coast of New Zealand", "NZ")]
    [InlineData("Freedonia", "US")]
    public void A_field_may_hold_several_countries(string field, string codes)
    {
        const string Options = """{ "list": "*", "id": "id", "title": "id", "country": "where", "countryFrom": "none", "countries": { "freedonia": "US" } }""";

        var notice = Read(Options, $$"""[{"id":"a","where":"{{field}}"}]""").Notice("a");

        Assert.Equal(codes, string.Join(' ', notice.Areas.Select(area => area.Code)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "data": [] }""")]
    [InlineData("""{ "data": "none" }""")]
    [InlineData("""{ "data": { "a": """)]
    [InlineData("<html></html>")]
    public void What_stands_there_in_place_of_the_list_is_refused(string body) => Assert.Throws<ShapeException>(() => Read(Options, body));

    [Theory]
    [InlineData("""{ "list": "a..b" }""", "\"options.list\": write the selector")]
    [InlineData("""{ "list": "*", "id": "@name" }""", "\"options.id\": write a selector")]
    public void Wrong_paths_are_named(string options, string says) =>
        Assert.Contains(says, Assert.Single(new JsonNoticeParser().Problems(JsonElement.Parse(options))), StringComparison.Ordinal);

    private static NoticeReading Read(string options, string body)
    {
        var channel = HtmlNoticeParserTests.ChannelWith(options);
        return new JsonNoticeParser().Read(new SourceDocument(channel.Urls[0], Encoding.UTF8.GetBytes(body)), channel);
    }
}
