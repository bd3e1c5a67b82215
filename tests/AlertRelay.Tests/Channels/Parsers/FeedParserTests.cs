using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class FeedParserTests
{
    [Fact]
    public void Rss_2_is_read()
    {
        var reading = Read("rss2.xml");
        var first = reading.Entries[0].Notice!;

        Assert.Equal(
            ["/node/25513", "example.org/news/no-id?a=1&b=2", "Only a title 2026-08-13", "example.org/news/permalink"],
            reading.Entries.Select(entry => entry.Key));
        Assert.Equal("Alert: AB26-009 & Iran", first.Title);
        Assert.Equal("https://example.org/news/ab26-009/?utm_source=rss&page=2#top", first.Link.AbsoluteUri);
        Assert.Equal("Long text.\nMore of it.", first.Text);
        Assert.Equal("Short & plain.", first.Summary);
        Assert.Equal(["Alert: AB26-009 & Iran\nLong text.\nMore of it."], first.SignificantFacts!);
        Assert.Equal(new DateTimeOffset(2026, 8, 13, 16, 0, 0, TimeSpan.Zero), first.UpdatedAt);
        Assert.Equal(Level.None, first.Level);
        Assert.Equal(["FR"], first.Areas.Select(area => area.Code));
        Assert.Equal("Without a title.", reading.Entries[3].Notice!.Title);
        Assert.Equal("https://example.org/", reading.Entries[2].Notice!.Link.AbsoluteUri);
    }

    [Fact]
    public void Atom_is_read()
    {
        var reading = Read("atom.xml");
        var first = reading.Entries[0].Notice!;

        Assert.Equal(["example.org/advice/iran", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"], reading.Entries.Select(entry => entry.Key));
        Assert.Equal("Bold words", first.Title);
        Assert.Equal("https://example.org/advice/iran", first.Link.AbsoluteUri);
        Assert.Equal("Two < three.\nSecond.", first.Text);
        Assert.Equal(new DateTimeOffset(2020, 1, 3, 8, 40, 0, TimeSpan.Zero), first.UpdatedAt);
        Assert.Equal("Use <b> well", reading.Entries[1].Notice!.Title);
        Assert.Equal("a < b", reading.Entries[1].Notice!.Text);
    }

    [Fact]
    public void Rss_1_is_read()
    {
        var notice = Read("rss1.xml", """{ "countryFrom": "title" }""").Entries[0].Notice!;

        Assert.Equal("Café in French Guiana", notice.Title);
        Assert.Equal(["GF"], notice.Areas.Select(area => area.Code));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Fact]
    public void A_channel_says_where_id_level_and_country_stand()
    {
        var reading = Read(
            "rss2.xml", """{ "idPattern": "\\b([A-Z]{2}\\d\\d-\\d{3})\\b", "levelPattern": "^(high|low)$|level: (\\w+)", "countryFrom": "none" }""");

        Assert.Equal("AB26-009", reading.Entries[0].Key);
        Assert.Empty(reading.Entries[0].Notice!.Areas);
        Assert.Equal(Level.None, reading.Entries[0].Notice!.Level);
    }

    [Theory]
    [InlineData("(high|low)", "High", Severity.Severe)]
    [InlineData("(short|long)", "Long", Severity.Unknown)]
    public void A_level_is_looked_up_in_the_channels_scale(string pattern, string native, Severity severity)
    {
        var level = Read("rss2.xml", $$"""{ "levelPattern": "{{pattern}}" }""").Entries[0].Notice!.Level;

        Assert.Equal((native, severity), (level.Native, level.Severity));
    }

    [Fact]
    public void An_id_that_several_items_share_is_none()
    {
        var reading = Parse("""
            <rss><channel><item><title>A</title><guid isPermaLink="false">0</guid><link>https://example.org/a</link></item>
            <item><title>B</title><guid isPermaLink="false">0</guid><link>https://example.org/b</link></item></channel></rss>
            """u8.ToArray());

        Assert.Equal(["example.org/a", "example.org/b"], reading.Entries.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("""{ "idPattern": "(" }""")]
    [InlineData("""{ "idPattern": "no group" }""")]
    [InlineData("""{ "levelPattern": "(?<=x)(y)" }""")]
    [InlineData("""{ "countryFrom": "moon" }""")]
    [InlineData("""{ "countryfrom": "title" }""")]
    [InlineData("[]")]
    public void Wrong_options_are_named(string options) => Assert.Single(FeedOptions.Problems(JsonDocument.Parse(options).RootElement));

    [Theory]
    [InlineData("<rss><channel/></rss>")]
    [InlineData("<rss/>")]
    [InlineData("<rss><channel><item><title>A</title></item></channel>")]
    [InlineData("<rss><channel><item><title>A</title></item></channel></rss><rss><channel><item><title>B</title></item>")]
    public void Half_a_feed_is_refused(string body) => Assert.Throws<ShapeException>(() => Parse(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void An_empty_feed_is_an_answer_where_the_channel_says_so()
    {
        var channel = ChannelWith("{}") with { MayBeEmpty = true };

        Assert.Empty(new FeedParser().Read(Fixture.Document(channel, "<rss><channel/></rss>"u8.ToArray()), channel).Entries);
    }

    private static NoticeReading Read(string file, string options = "{}") => Parse(Fixture.Bytes($"feed/{file}"), options);

    private static NoticeReading Parse(byte[] body, string options = "{}") =>
        new FeedParser().Read(Fixture.Document(ChannelWith(options), body), ChannelWith(options));

    internal static Channel ChannelWith(string options) => Fixture.Channel("fr-certfr") with
    {
        Category = Category.Statement,
        Homepage = new Uri("https://example.org/"),
        Urls = [new Uri("https://example.org/feed.xml")],
        Parser = "feed",
        Options = JsonDocument.Parse(options).RootElement,
        Levels = new Dictionary<string, LevelEntry> { ["high"] = new("High", Severity.Severe, 2), ["low"] = new("Low", Severity.Minor, 1) },
    };
}
