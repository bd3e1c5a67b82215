using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The civil warnings of Germany's NINA.</summary>
public sealed class NinaWarningsTests
{
    private const string Fire = "mow.DE-XX-S-SE000-20260301-00-001";

    [Fact]
    public void The_list_tells_the_level_and_the_warning_tells_what_to_do()
    {
        var list = Fixture.Read("de-nina", "mapData.json");
        var entry = list.Entries.Single(entry => entry.Key == Fire);
        var notice = Fixture.ReadPage("de-nina", entry, "warning.json");

        Assert.Equal($"https://warnung.bund.de/api31/warnings/{Fire}.json", entry.Page!.Url.AbsoluteUri);
        Assert.Equal("Großbrand in der Musterstadt", entry.Notice!.Title);
        Assert.Equal((Severity.Severe, "DE", false), (notice.Level.Severity, Assert.Single(notice.Areas).Code, notice.Withdrawn));
        Assert.Contains("Fenster schließen!\nRadio einschalten.", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancellation_withdraws_its_warning_and_its_page_is_not_asked_for()
    {
        var entry = Fixture.Read("de-nina", "mapData.json").Entries[1];

        Assert.True(entry.Notice!.Withdrawn);
        Assert.Null(entry.Page);
    }

    [Fact]
    public void No_warning_at_all_is_ordinary() => Assert.Empty(Fixture.ReadText("de-nina", "[]").Entries);

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[3]")]
    public void Anything_else_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText("de-nina", body));

    [Fact]
    public void The_six_lists_stand_in_two_channels_and_that_of_the_weather_is_off()
    {
        Assert.Equal(6, Fixture.Channel("de-nina").Urls.Concat(Fixture.Channel("de-nina-dwd").Urls).Distinct().Count());
        Assert.False(Fixture.Channel("de-nina-dwd").Enabled);
        Assert.Equal(2, Fixture.Read("de-nina-dwd", Fixture.Bytes("de-nina/mapData.json")).Entries.Count);
    }
}
