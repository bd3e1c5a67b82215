namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The recent notices of Italy's Viaggiare Sicuri.</summary>
public sealed class ItalianTravelTests
{
    [Fact]
    public void A_notice_tells_its_country_text_and_date()
    {
        var list = Fixture.Read("it-viaggiare-sicuri", "totale.json");
        var notice = list.Notice("ULTIMORA_MARKER_90001");

        Assert.Equal(["IS", "XK"], list.Entries.Select(entry => Assert.Single(entry.Notice!.Areas).Code));
        Assert.Equal("L’eruzione continua.\nEvitare la zona.", notice.Text);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772359200), notice.UpdatedAt);
        Assert.Equal("https://www.viaggiaresicuri.it/find-country/country/ISL", notice.Link.AbsoluteUri);
    }

    [Fact]
    public void Days_without_notices_are_ordinary() =>
        Assert.Empty(Fixture.ReadText("it-viaggiare-sicuri", """{"ultima_ora":[],"focus":[]}""").Entries);

    [Fact]
    public void It_is_off_until_its_terms_are_known() => Assert.False(Fixture.Channel("it-viaggiare-sicuri").Enabled);
}
