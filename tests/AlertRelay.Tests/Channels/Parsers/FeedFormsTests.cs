using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>The spellings of RSS and Atom: names in any case, bases of links, titles and texts that were escaped too often.</summary>
public sealed class FeedFormsTests
{
    [Theory]
    [InlineData("<![CDATA[<strong>Iran</strong>: do not <em>travel</em>]]>", "Iran: do not travel")]
    [InlineData("&lt;span class=\"lvl\"&gt;Iraq&lt;/span&gt; &amp;ndash; leave", "Iraq – leave")]
    [InlineData("Mali &amp;amp; Niger", "Mali & Niger")]
    [InlineData("Mali &amp;amp;amp; Niger", "Mali & Niger")]
    [InlineData("Yemen &amp;lt;b&amp;gt;level 4&amp;lt;/b&amp;gt;", "Yemen level 4")]
    [InlineData("one&lt;br/&gt;two", "one two")]
    [InlineData("<b>bold</b> word", "bold word")]
    [InlineData("Flaw in &lt;script&gt; and &lt;iframe src=x&gt;", "Flaw in <script> and <iframe src=x>")]
    [InlineData("Level &lt; 3 &amp; rising > 2", "Level < 3 & rising > 2")]
    [InlineData("AT&amp;T", "AT&T")]
    public void A_title_is_text_for_people(string written, string title) =>
        Assert.Equal(title, Rss($"<item><guid>1</guid><title>{written}</title></item>").Title);

    [Theory]
    [InlineData("&lt;p&gt;Do not travel.&lt;/p&gt;&lt;p&gt;Leave.&lt;/p&gt;")]
    [InlineData("&amp;lt;p&amp;gt;Do not travel.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Leave.&amp;lt;/p&amp;gt;")]
    [InlineData("<![CDATA[&lt;p&gt;Do not travel.&lt;/p&gt;&lt;p&gt;Leave.&lt;/p&gt;]]>")]
    [InlineData("<p>Do not travel.</p><p>Leave.</p>")]
    public void A_text_is_its_words_however_often_it_was_escaped(string written) =>
        Assert.Equal("Do not travel.\nLeave.", Rss($"<item><title>A</title><description>{written}</description></item>").Text);

    [Fact]
    public void What_a_text_with_markup_shows_as_code_stays() =>
        Assert.Equal("Write <b> here.", Rss("<item><title>A</title><description>&lt;p&gt;Write &amp;lt;b&amp;gt; here.&lt;/p&gt;</description></item>").Text);

    [Theory]
    [InlineData("<item><TITLE>Iran</TITLE><LINK>https://example.org/1</LINK><PubDate>Mon, 02 Mar 2026 08:00:00 GMT</PubDate></item>")]
    [InlineData("<Item><title>Iran</title><link>https://example.org/1</link><pubdate>Mon, 02 Mar 2026 08:00:00 GMT</pubdate></Item>")]
    [InlineData(
        "<item><title>Iran</title><GUID>https://example.org/1</GUID><date xmlns=\"http://purl.org/dc/elements/1.1/\">2026-03-02T08:00:00Z</date></item>")]
    public void Names_are_read_in_any_case(string item)
    {
        var notice = Rss(item);

        Assert.Equal(("Iran", "https://example.org/1"), (notice.Title, notice.Link.AbsoluteUri));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Theory]
    [InlineData("http://www.w3.org/2005/Atom")]
    [InlineData("https://www.w3.org/2005/Atom/")]
    [InlineData("")]
    public void The_root_tells_that_it_is_Atom(string vocabulary) =>
        Assert.Equal("A & B", Atom($"<feed xmlns=\"{vocabulary}\">", "<title type=\"html\">A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title>").Title);

    [Theory]
    [InlineData("<feed>", "<link href=\"iran\"/>", "https://example.org/iran")]
    [InlineData("<feed xml:base=\"https://www.example.org/en/\">", "<link href=\"iran\"/>", "https://www.example.org/en/iran")]
    [InlineData("<feed xml:base=\"/en/\">", "<link href=\"iran\"/>", "https://example.org/en/iran")]
    [InlineData("<feed xml:base=\"/en/\">", "<link xml:base=\"advice/\" href=\"iran\"/>", "https://example.org/en/advice/iran")]
    [InlineData("<feed xml:base=\"ftp://example.org/\">", "<link href=\"iran\"/>", "https://example.org/iran")]
    [InlineData(
        "<feed>",
        "<link rel=\"self\" href=\"/s\"/><link rel=\"enclosure\" href=\"a.pdf\"/><link rel=\"alternate\" href=\"//www.example.org/iran\"/>",
        "https://www.example.org/iran")]
    public void A_link_starts_from_the_nearest_base(string feed, string links, string link) =>
        Assert.Equal(link, Atom(feed, $"<title>A</title>{links}").Link.AbsoluteUri);

    [Fact]
    public void A_base_holds_for_its_own_entry_only() =>
        Assert.Equal(
            ["https://www.example.org/a/x", "https://example.org/x"],
            Read("<feed><entry xml:base=\"https://www.example.org/a/\"><title>A</title><id>1</id><link "
                + "href=\"x\"/></entry><entry><title>B</title><id>2</id><link href=\"x\"/></entry></feed>")
                .Select(notice => notice.Link.AbsoluteUri));

    [Theory]
    [InlineData("/en/iran", "https://example.org/en/iran")]
    [InlineData("//www.example.org/en/iran", "https://www.example.org/en/iran")]
    [InlineData("http://", "https://example.org/")]
    [InlineData("javascript:alert(1)", "https://example.org/")]
    public void A_relative_link_of_RSS_starts_from_the_feed(string written, string link) =>
        Assert.Equal(link, Rss($"<item><title>A</title><link>{written}</link></item>").Link.AbsoluteUri);

    private static Notice Rss(string item) => Assert.Single(Read($"<rss><channel>{item}</channel></rss>"));

    private static Notice Atom(string feed, string members) => Assert.Single(Read($"{feed}<entry><id>1</id>{members}</entry></feed>"));

    private static IReadOnlyList<Notice> Read(string body)
    {
        var channel = FeedParserTests.ChannelWith("{}");
        return [.. new FeedParser().Read(Fixture.Document(channel, Encoding.UTF8.GetBytes(body)), channel).Entries.Select(entry => entry.Notice!)];
    }
}
