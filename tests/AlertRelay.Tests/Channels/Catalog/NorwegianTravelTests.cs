namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The travel information of Norway.</summary>
public sealed class NorwegianTravelTests
{
    [Fact]
    public void A_page_keeps_its_number_and_the_title_names_the_country()
    {
        var notice = Assert.Single(Fixture.Read("no-ud-travel", "feed.xml").Entries).Notice!;

        Assert.Equal(("9000001", "MT"), (notice.Key, Assert.Single(notice.Areas).Code));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 20, 23, TimeSpan.Zero), notice.UpdatedAt);
        Assert.False(Fixture.Channel("no-ud-travel").Enabled);
    }
}
