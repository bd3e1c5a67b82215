namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The cyber security warnings of the BSI.</summary>
public sealed class BsiWarningsTests
{
    [Fact]
    public void A_warning_keeps_its_number_whatever_its_version_and_its_address()
    {
        var feed = Fixture.Read("de-bsi-csw", "feed.xml");

        Assert.Equal(["2026-900001", "2026-900002"], feed.Entries.Select(entry => entry.Key));
        Assert.Equal(["revision 1.1"], feed.Notice("2026-900001").SignificantFacts!);
        Assert.Equal("DE", Assert.Single(feed.Notice("2026-900001").Areas).Code);
    }

    [Fact]
    public void It_is_off_until_its_terms_are_known() => Assert.False(Fixture.Channel("de-bsi-csw").Enabled);
}
