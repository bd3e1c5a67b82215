using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>Notices of one document that share an id or a link, or whose link holds what changes with each request.</summary>
public sealed class SharedKeysTests
{
    private const string Same = "https://example.org/warnings";

    [Fact]
    public void Items_that_share_a_link_are_told_apart_by_their_titles_in_any_order()
    {
        var items = new[] { Item("Storm", Same), Item("Flood", Same), Item("Gas leak", "https://example.org/gas") };

        var reading = Feed(items);

        Assert.Equal(["Storm", "Flood", "Gas leak"], reading.Entries.Select(entry => entry.Notice!.Title));
        Assert.Equal(3, Keys(reading).Distinct().Count());
        Assert.Equal("example.org/gas", reading.Entries[2].Key);
        Assert.All(reading.Entries, entry => Assert.Equal(entry.Key, entry.Notice!.Key));
        Assert.Equal(Keys(reading).Order(), Keys(Feed([.. items.Reverse()])).Order());
        Assert.Equal(2, reading.SharedKeys);
    }

    [Fact]
    public void One_title_at_two_times_without_id_and_link_is_two_notices()
    {
        var reading = Feed(Item("Power cut", hour: 8), Item("Power cut", hour: 9));

        Assert.Equal(2, Keys(reading).Distinct().Count());
    }

    [Fact]
    public void Two_places_on_one_page_are_two_notices_whatever_their_titles_become()
    {
        var before = Feed(Item("Storm", Same + "#a"), Item("Flood", Same + "#b"));
        var after = Feed(Item("Storm over", Same + "#a"), Item("Flood", Same + "#b"));

        Assert.Equal(2, Keys(before).Distinct().Count());
        Assert.Equal(Keys(before), Keys(after));
    }

    [Fact]
    public void Versions_under_one_id_and_title_stay_one_notice_and_other_titles_do_not()
    {
        var reading = Feed(Item("Storm", Same, hour: 8, id: "7"), Item("Storm", Same, hour: 9, id: "7"), Item("Flood", Same, id: "7"));

        Assert.Equal(2, Keys(reading).Distinct().Count());
        Assert.Equal(3, reading.SharedKeys);
    }

    [Fact]
    public void The_same_item_twice_is_one()
    {
        var reading = Feed(Item("Storm", Same), Item("Storm", Same));

        Assert.Equal(["example.org/warnings"], Keys(reading));
        Assert.Equal(0, reading.SharedKeys);
    }

    [Fact]
    public void Elements_of_a_page_that_share_a_link_are_told_apart()
    {
        var channel = FeedParserTests.ChannelWith("""{ "list": "li", "title": "a", "link": "a@href" }""") with { Parser = "html" };
        var page = """<html><body><ul><li><a href="/w">Storm</a></li><li><a href="/w">Flood</a></li><li><a href="/w">Flood</a></li></ul></body></html>""";

        var reading = new HtmlNoticeParser().Read(Fixture.Document(channel, Encoding.UTF8.GetBytes(page)), channel);

        Assert.Equal(["Storm", "Flood"], reading.Entries.Select(entry => entry.Notice!.Title));
        Assert.Equal(2, Keys(reading).Distinct().Count());
    }

    [Theory]
    [InlineData("https://a.example/w/storm.html;jsessionid=0A1B.live4", "a.example/w/storm.html")]
    [InlineData("https://a.example/(S(lit3py55t21z5v55vlm25s55))/w/storm", "a.example/w/storm")]
    [InlineData("https://a.example/w?id=7&PHPSESSID=77aa", "a.example/w?id=7")]
    [InlineData("https://a.example/w?sid=0123456789abcdef", "a.example/w")]
    [InlineData("https://a.example/w?sid=0123456789abcde", "a.example/w?sid=0123456789abcde")]
    [InlineData("https://a.example/w?session=2026", "a.example/w?session=2026")]
    public void A_session_is_no_identity(string link, string identity) => Assert.Equal(identity, WebLink.Identity(new Uri(link)));

    private static IEnumerable<string> Keys(NoticeReading reading) => reading.Entries.Select(entry => entry.Key);

    private static NoticeReading Feed(params string[] items)
    {
        var channel = FeedParserTests.ChannelWith("{}");
        var feed = $"<rss version=\"2.0\"><channel><title>Warnings</title>{string.Concat(items)}</channel></rss>";
        return new FeedParser().Read(Fixture.Document(channel, Encoding.UTF8.GetBytes(feed)), channel);
    }

    private static string Item(string title, string? link = null, int hour = 8, string? id = null) =>
        $"<item><title>{title}</title>{(link is null ? "" : $"<link>{link}</link>")}{(id is null ? "" : $"<guid isPermaLink=\"false\">{id}</guid>")}"
            + $"<pubDate>Mon, 02 Mar 2026 {hour:00}:00:00 GMT</pubDate><description>Text of {title}.</description></item>";
}
