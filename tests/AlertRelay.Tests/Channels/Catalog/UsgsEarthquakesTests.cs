using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The significant earthquakes of USGS.</summary>
public sealed class UsgsEarthquakesTests
{
    private static readonly NoticeReading Feed = Fixture.Read("us-usgs-quakes", "feed.geojson");

    [Theory]
    [InlineData("us90001", "IS")]
    [InlineData("us90002", "US")]
    [InlineData("us90003", "US")]
    [InlineData("us90004", "")]
    public void The_country_is_what_stands_behind_the_last_comma(string key, string country) =>
        Assert.Equal(country, string.Join(' ', Feed.Notice(key).Areas.Select(area => area.Code)));

    [Fact]
    public void An_alert_that_is_not_made_yet_or_not_on_the_scale_is_unknown()
    {
        Assert.Equal(Severity.Severe, Feed.Notice("us90001").Level.Severity);
        Assert.Equal(Level.Unreadable("not stated"), Feed.Notice("us90003").Level);
        Assert.Equal(Level.Unreadable("purple"), Feed.Notice("us90004").Level);
    }

    [Fact]
    public void A_week_without_a_significant_earthquake_is_ordinary() =>
        Assert.Empty(Fixture.ReadText("us-usgs-quakes", """{"type":"FeatureCollection","features":[]}""").Entries);

    [Fact]
    public void A_document_without_the_list_is_refused() =>
        Assert.Throws<ShapeException>(() => Fixture.ReadText("us-usgs-quakes", """{"type":"FeatureCollection","metadata":{"status":503}}"""));
}
