using AlertRelay.Alerts;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The travel recommendations of Spain.</summary>
public sealed class SpanishTravelTests
{
    [Fact]
    public void A_page_is_read_without_a_level_and_the_channel_is_off()
    {
        var notice = Fixture.ReadPage("es-maec-travel", Assert.Single(Fixture.Read("es-maec-travel", "list.html").Entries), "malta.html");

        Assert.Equal(("Malta", "MT", Level.None), (notice.Title, Assert.Single(notice.Areas).Code, notice.Level));
        Assert.Equal("Notas importantes\nSE RECOMIENDA VIAJAR CON PRECAUCIÓN.", notice.Text);
        Assert.False(Fixture.Channel("es-maec-travel").Enabled);
    }
}
