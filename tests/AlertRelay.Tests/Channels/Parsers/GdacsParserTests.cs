using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class GdacsParserTests
{
    private readonly NoticeReading _reading = Fixture.Read("gdacs", "rss.xml");

    [Fact]
    public void An_event_is_a_notice()
    {
        var notice = _reading.Notice("TC9000643");

        Assert.Equal("Orange alert for tropical cyclone SAMPLE-19. Population affected by Category 1 is 0.", notice.Title);
        Assert.Equal("https://www.gdacs.org/report.aspx?eventtype=TC&eventid=9000643", notice.Link.AbsoluteUri);
        Assert.Equal(new Level("Orange", "Orange alert", Severity.Severe, Scope.Whole, 2), notice.Level);
        Assert.Equal(["MU", "RE"], notice.Areas.Select(area => area.Code));
        Assert.Equal(new DateTimeOffset(2019, 12, 26, 6, 0, 0, TimeSpan.Zero), notice.PublishedAt);
    }

    [Fact]
    public void Only_its_level_is_news() => Assert.All(_reading.Entries, entry => Assert.Equal([], entry.Notice!.SignificantFacts!));

    [Fact]
    public void An_event_at_sea_has_no_country() => Assert.Equal([], _reading.Notice("EQ9199929").Areas);

    [Fact]
    public void A_colour_that_the_scale_lacks_is_unknown() => Assert.Equal(Level.Unreadable("Purple"), _reading.Notice("DR9012").Level);

    [Fact]
    public void A_feed_cut_anywhere_is_refused()
    {
        var whole = Fixture.Bytes("gdacs/rss.xml");
        var end = Encoding.UTF8.GetString(whole).TrimEnd().Length;

        for (var length = 0; length < end; length += 7)
            Assert.Throws<ShapeException>(() => Fixture.Read("gdacs", whole[..length]));
    }

    [Theory]
    [InlineData("<gdacs:eventid>9012</gdacs:eventid>", "<gdacs:eventid>9012</gdacs:event>")]
    [InlineData("Drought is on going", "<title>Drought")]
    public void A_broken_feed_is_refused(string right, string wrong) =>
        Assert.Throws<ShapeException>(
            () => Fixture.ReadText("gdacs", Encoding.UTF8.GetString(Fixture.Bytes("gdacs/rss.xml")).Replace(right, wrong, StringComparison.Ordinal)));
}
