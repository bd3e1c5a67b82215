namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The weekly reports of ECDC.</summary>
public sealed class EcdcReportsTests
{
    [Fact]
    public void A_report_is_read_and_names_no_country_but_in_its_title()
    {
        var notice = Assert.Single(Fixture.Read("eu-ecdc", "feed.xml").Entries).Notice!;

        Assert.Equal(new DateTimeOffset(2026, 3, 6, 14, 52, 50, TimeSpan.Zero), notice.PublishedAt);
        Assert.Empty(notice.Areas);
        Assert.False(Fixture.Channel("eu-ecdc").Enabled);
    }
}
