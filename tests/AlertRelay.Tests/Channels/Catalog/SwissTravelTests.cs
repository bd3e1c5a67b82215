namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The travel advice of Switzerland.</summary>
public sealed class SwissTravelTests
{
    [Fact]
    public void Only_countries_and_links_are_read_and_the_channel_is_off()
    {
        var list = Fixture.Read("ch-eda-travel", "list.html");

        Assert.Equal(["IS", "MT"], list.Entries.Select(entry => Assert.Single(entry.Notice!.Areas).Code));
        Assert.All(list.Entries, entry => Assert.True(entry is { Page: null, Notice: { Text: null, Summary: "" } }, entry.Key));
        Assert.False(Fixture.Channel("ch-eda-travel").Enabled);
    }
}
