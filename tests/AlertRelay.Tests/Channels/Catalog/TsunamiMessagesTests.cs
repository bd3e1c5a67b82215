using AlertRelay.Alerts;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The messages of the two tsunami warning centres of the United States.</summary>
public sealed class TsunamiMessagesTests
{
    [Theory]
    [InlineData("us-ntwc-tsunami", "PAAQ/2026/04/03/ABC123", "Tsunami warning", "US")]
    [InlineData("us-ptwc-tsunami", "PHEB/2026/04/03/26093001", "Tsunami threat", "TO")]
    public void The_earthquake_is_the_notice_and_the_category_its_level(string channel, string key, string label, string country)
    {
        var notice = Assert.Single(Fixture.Read(channel, "feed.xml").Entries).Notice!;

        Assert.Equal((key, label, Severity.Extreme), (notice.Key, notice.Level.Label, notice.Level.Severity));
        Assert.Equal(country, Assert.Single(notice.Areas).Code);
        Assert.EndsWith("WEXX01.txt", notice.Link.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 4, 3, 8, 28, 39, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Fact]
    public void A_feed_without_a_message_is_ordinary() => Assert.Empty(Fixture.Read("us-ptwc-tsunami", "empty.xml").Entries);
}
