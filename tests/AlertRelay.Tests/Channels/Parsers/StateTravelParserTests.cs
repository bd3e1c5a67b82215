using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class StateTravelParserTests
{
    private readonly NoticeReading _reading = Fixture.Read("us-state-travel", "feed.xml");

    [Fact]
    public void An_advisory_is_known_by_its_country_and_not_by_its_link()
    {
        var notice = _reading.Entries[0].Notice!;

        Assert.Equal("SR", notice.Key);
        Assert.Equal([new Area("SR", "Suriname")], notice.Areas);
        Assert.Equal(new Level("3", "Reconsider Travel", Severity.Severe, Scope.Whole, 3), notice.Level);
        Assert.Equal(new DateTimeOffset(2026, 9, 15, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
        Assert.Equal("Reconsider travel to Suriname due to risk of floods.", notice.Summary);
        Assert.StartsWith("Reconsider travel\nto Suriname due to risk of floods. The U.S. Embassy is open.", notice.Text, StringComparison.Ordinal);
        Assert.Equal(["ordered departure 2026-09"], notice.SignificantFacts!);
        Assert.Null(notice.ImplausibleReason);
    }

    [Fact]
    public void A_doubled_country_is_given_twice()
    {
        Assert.Equal(["Severe", "Moderate"], _reading.Entries.Where(entry => entry.Key == "SR").Select(entry => entry.Notice!.Level.Severity.ToString()));
    }

    [Theory]
    [InlineData("GW", "Guinea-Bissau - Level 3: Reconsider Travel")]
    [InlineData("CH", "Switzerland - Level 1: Exercise Normal Precautions")]
    [InlineData("MX", "Mexico Travel Advisory - Level 2: Exercise Increased Caution")]
    [InlineData("GP", "French West Indies - Level 1: Exercise Normal Precautions")]
    public void Odd_titles_name_their_countries(string key, string title) => Assert.Equal(title, _reading.Notice(key).Title);

    [Fact]
    public void One_advisory_may_hold_for_several()
    {
        Assert.Equal(["GP", "MQ", "MF", "BL"], _reading.Notice("GP").Areas.Select(area => area.Code));
    }

    [Fact]
    public void Copies_of_a_joint_advisory_are_one_notice_over_all_its_places()
    {
        var copies = _reading.Entries.Where(entry => entry.Notice!.Title.Contains("See Summaries", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, copies.Count);
        Assert.All(copies, copy => Assert.Equal("CN", copy.Key));
        Assert.All(copies, copy => Assert.Equal(["CN", "HK", "MO"], copy.Notice!.Areas.Select(area => area.Code)));
    }

    [Fact]
    public void A_place_that_is_no_country_is_known_by_its_link()
    {
        var reading = Fixture.ReadText(
            "us-state-travel",
            "<rss><channel><item><title>Atlantis - Level 2: "
            + "Swim</title><link>https://travel.state.gov/x/atlantis-travel-advisory.html</link><description>Deep.</description></item></channel></rss>");

        Assert.Equal("atlantis", reading.Entries[0].Key);
        Assert.Empty(reading.Entries[0].Notice!.Areas);
    }

    [Fact]
    public void A_worldwide_caution_has_neither_level_nor_country()
    {
        var notice = _reading.Notice("worldwide");

        Assert.Equal(Level.None, notice.Level);
        Assert.Empty(notice.Areas);
    }

    [Theory]
    [InlineData("CH", "placeholder: summary not available")]
    [InlineData("FI", "placeholder: empty body")]
    [InlineData("GW", null)]
    public void What_the_feed_shows_while_a_page_is_edited_is_doubtful(string key, string? doubt) =>
        Assert.Equal(doubt, _reading.Notice(key).ImplausibleReason);

    [Theory]
    [InlineData("Atlantis - Level 5: Stay There", "5")]
    [InlineData("Chad", "no level")]
    public void A_level_that_is_none_of_the_scale_is_unknown(string title, string native)
    {
        var reading = Fixture.ReadText("us-state-travel", $"<rss><channel><item><title>{title}</title><description>Text.</description></item></channel></rss>");

        Assert.Equal(Level.Unreadable(native), reading.Entries[0].Notice!.Level);
    }
}
