using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class HtmlNoticeParserTests
{
    private const string Options = """
        { "list": "li.warning", "id": "@data-id", "title": "h3", "link": "a@href", "country": ".country",
          "level": ".level", "date": "time@datetime", "text": ".text" }
        """;

    private const string Page = """
        <!DOCTYPE html><html><head><title>x</title></head><body><ul>
        <li class="heading">Warnings</li>
        <li class="warning" data-id="7"><h3>Storm in &amp; around Iran</h3>
        <a href="/w/7?utm_source=x">more</a><b class="country">IR</b><i class="level">Red</i>
        <time datetime="2026-03-01T10:00:00+02:00">yesterday</time>
        <div class="text"><p>Stay inside.</p><script>alert(1)</script><p>Take&nbsp;care.</p></div></li>
        <li class="warning" data-id="8"><h3>Quiet</h3><a href="javascript:alert(1)">more</a><i class="level">Mauve</i>
        <div class="text"><p>Nothing.</p></div></li>
        <li class="warning"></li></ul></body></html>
        """;

    [Fact]
    public void A_list_is_read_by_the_selectors_of_the_catalogue()
    {
        var notice = Read(Options, Page).Notice("7");

        Assert.Equal("Storm in & around Iran", notice.Title);
        Assert.Equal("https://example.org/w/7?utm_source=x", notice.Link.AbsoluteUri);
        Assert.Equal([new Area("IR", "Iran")], notice.Areas);
        Assert.Equal(("Red", Severity.Severe), (notice.Level.Native, notice.Level.Severity));
        Assert.Equal("Stay inside.\nTake care.", notice.Text);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Fact]
    public void What_is_not_on_the_scale_is_unreadable_and_what_is_no_link_is_the_homepage()
    {
        var reading = Read(Options, Page);

        Assert.Equal(Level.Unreadable("Mauve"), reading.Notice("8").Level);
        Assert.Equal("https://example.org/", reading.Notice("8").Link.AbsoluteUri);
        Assert.Equal(2, reading.Entries.Count);
    }

    [Fact]
    public void Without_an_id_the_link_is_the_identity() =>
        Assert.Equal("example.org/w/7", Read("""{ "list": "li", "title": "h3", "link": "a@href" }""", Page).Entries[0].Key);

    [Fact]
    public void Levels_that_contradict_each_other_are_not_believed()
    {
        const string Options = """{ "list": "body", "title": "h3", "text": ".", "levelPattern": "level (red|green)" }""";

        Assert.Equal("red, green", LevelIn(Options, "<h3>x</h3><p>level red</p><p>level green</p>").Native);
        Assert.Equal(Severity.Unknown, LevelIn(Options, "<h3>x</h3><p>level red</p><p>level green</p>").Severity);
        Assert.Equal(Severity.Severe, LevelIn(Options, "<h3>x</h3><p>level Red</p><p>level red</p>").Severity);
        Assert.Equal(Level.Unreadable("not stated"), LevelIn(Options, "<h3>x</h3><p>red</p>"));
    }

    [Fact]
    public void A_page_completes_the_entry()
    {
        var channel = ChannelWith("""{ "list": "li", "title": "h3", "link": "a@href", "page": { "title": "h1", "text": "main", "date": "time" } }""");
        var entry = new HtmlNoticeParser().Read(Html(channel, Page), channel).Entries[0];

        var notice = new HtmlNoticeParser().ReadPage(
            Html(channel, "<html><h1>Iran</h1><main><p>Take care.</p><time>1er mars 2026</time></main></html>"), entry, channel);

        Assert.Null(entry.Notice);
        Assert.Equal(new Uri("https://example.org/w/7?utm_source=x"), entry.Page!.Url);
        Assert.Equal(("example.org/w/7", "Iran", "IR"), (notice.Key, notice.Title, notice.Areas[0].Code));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("error code: 1022")]
    [InlineData("""{"list":[]}""")]
    [InlineData("<html><body><p>Just a moment...</p></body></html>")]
    [InlineData("<html><body><ul><li class=\"warning\" data-id=\"7\"><h3>Cut")]
    public void What_stands_there_in_place_of_the_page_is_refused(string body) => Assert.Throws<ShapeException>(() => Read(Options, body));

    [Fact]
    public void A_page_that_nests_without_end_is_refused() =>
        Assert.Throws<ShapeException>(() => Read(Options, $"<html><body>{string.Concat(Enumerable.Repeat("<div>", 20_000))}</body></html>"));

    [Fact]
    public void Comments_before_the_page_cost_no_time() =>
        Assert.Throws<ShapeException>(() => Read(Options, string.Concat(Enumerable.Repeat("<!-- x -->", 20_000)) + "error"));

    [Fact]
    public void Several_notices_that_nothing_tells_apart_are_refused() =>
        Assert.Throws<ShapeException>(() => Read("""{ "list": "li", "title": "h3" }""", Page));

    [Fact]
    public void An_index_cannot_send_the_relay_to_another_host()
    {
        const string Options = """{ "list": "li", "title": "h3", "link": "a@href", "page": { "title": "h1", "text": "main" } }""";

        Assert.Throws<ShapeException>(() => Read(Options, Page.Replace("/w/7", "https://evil.example/7", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[]", "write an object such as")]
    [InlineData("{}", "\"options.list\": write the selector")]
    [InlineData("""{ "list": "li[" }""", "\"options.list\": write the selector")]
    [InlineData("""{ "list": "li", "titel": "h3" }""", "\"titel\" is unknown; write \"title\", or leave it out.")]
    [InlineData("""{ "list": "li", "title": "h3[" }""", "\"options.title\": write a selector")]
    [InlineData("""{ "list": "li", "title": 3 }""", "\"options.title\": write a selector")]
    [InlineData("""{ "list": "li", "levelPattern": "red" }""", "\"options.levelPattern\": write a regular expression with one group")]
    [InlineData("""{ "list": "li", "levelPattern": "(a)(?=b)" }""", "\"options.levelPattern\": write a regular expression with one group")]
    [InlineData("""{ "list": "li", "zones": "yes" }""", "\"options.zones\": write true or false.")]
    [InlineData("""{ "list": "li", "levelPattern": ["(a)", "("] }""", "\"options.levelPattern\": write a regular expression with one group")]
    [InlineData("""{ "list": "li", "levelPattern": ["(a)", ""] }""", "\"options.levelPattern\": write a regular expression with one group")]
    [InlineData("""{ "list": "li", "ended": ".state" }""", "\"options.endedPattern\": write it together with \"ended\"")]
    [InlineData("""{ "list": "li", "endedPattern": "over" }""", "\"options.endedPattern\": write it together with \"ended\"")]
    [InlineData("""{ "list": "li", "countries": { "Freedonia": "ZZ" } }""", "\"options.countries\": write a two-letter code for \"Freedonia\"")]
    [InlineData("""{ "list": "li", "countries": {} }""", "\"options.countries\": write an object such as")]
    [InlineData("""{ "list": "li", "countryFrom": "moon" }""", "\"options.countryFrom\": write")]
    [InlineData("""{ "list": "li", "page": { "title": "h1" } }""", "\"options.page\": write an object with at least \"title\" and \"text\"")]
    [InlineData("""{ "list": "li", "page": { "title": "h1", "text": "main", "adress": "a" } }""", "\"adress\" is unknown; write \"address\", or leave it out.")]
    public void Wrong_options_are_named_with_what_to_write(string options, string says) =>
        Assert.Contains(says, new HtmlNoticeParser().Problems(JsonElement.Parse(options))[0], StringComparison.Ordinal);

    [Fact]
    public void Options_for_a_parser_that_takes_none_are_named() =>
        Assert.Contains("takes none", Assert.Single(((INoticeParser)new KevParser()).Problems(JsonElement.Parse("{}"))), StringComparison.Ordinal);

    private static Level LevelIn(string options, string body) => Read(options, $"<html><body>{body}</body></html>").Entries[0].Notice!.Level;

    private static NoticeReading Read(string options, string body) => new HtmlNoticeParser().Read(Html(ChannelWith(options), body), ChannelWith(options));

    private static SourceDocument Html(Channel channel, string body) => new(channel.Urls[0], Encoding.UTF8.GetBytes(body));

    internal static Channel ChannelWith(string options) => Fixture.Channel("uk-mi5-threat-level") with
    {
        Category = Category.Travel,
        Homepage = new Uri("https://example.org/"),
        Urls = [new Uri("https://example.org/list")],
        Options = JsonElement.Parse(options),
        Levels = new Dictionary<string, LevelEntry> { ["red"] = new("Red", Severity.Severe, 2), ["green"] = new("Green", Severity.Minor, 1) },
    };
}
