using AlertRelay.Alerts;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The travel recommendations of Spain.</summary>
public sealed class SpanishTravelTests
{
    [Fact]
    public void The_formula_of_a_page_is_its_level_and_the_channel_is_off()
    {
        var notice = Fixture.ReadPage("es-maec-travel", Assert.Single(Fixture.Read("es-maec-travel", "list.html").Entries), "malta.html");

        Assert.Equal(("Malta", "MT"), (notice.Title, Assert.Single(notice.Areas).Code));
        Assert.Equal(("precaucion", Severity.Moderate, Scope.Whole), (notice.Level.Native, notice.Level.Severity, notice.Level.Scope));
        Assert.Equal("Notas importantes\nSE RECOMIENDA VIAJAR CON PRECAUCIÓN.", notice.Text);
        Assert.False(Fixture.Channel("es-maec-travel").Enabled);
    }
}
