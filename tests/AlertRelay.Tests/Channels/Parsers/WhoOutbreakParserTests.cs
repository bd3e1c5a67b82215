using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class WhoOutbreakParserTests
{
    private readonly NoticeReading _reading = Fixture.Read("who-don", "reports.json");

    [Fact]
    public void A_report_is_a_notice()
    {
        var notice = _reading.Notice("2026-DON918");

        Assert.Equal("Sample fever - Democratic Republic of the Congo & Uganda", notice.Title);
        Assert.Equal("https://www.who.int/emergencies/disease-outbreak-news/item/2026-DON918", notice.Link.AbsoluteUri);
        Assert.Equal(["CD", "UG"], notice.Areas.Select(area => area.Code));
        Assert.Equal("Two cases of sample fever were reported.\nMore are expected.\nWash hands.", notice.Text);
        Assert.Equal("Two cases of sample fever were reported.", notice.Summary);
        Assert.Equal(Level.None, notice.Level);
        Assert.Equal(new DateTimeOffset(2026, 9, 25, 15, 30, 18, TimeSpan.Zero), notice.PublishedAt);
        Assert.Equal(new DateTimeOffset(2026, 9, 25, 16, 48, 20, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Fact]
    public void Reports_of_one_outbreak_with_one_title_are_several() =>
        Assert.Equal(["2026-DON918", "2026-DON917", "DON888"], _reading.Entries.Select(entry => entry.Key));

    [Fact]
    public void A_title_that_overrides_nothing_does_not() => Assert.Equal("Rash - African Region (AFRO)", _reading.Notice("DON888").Title);

    [Theory]
    [InlineData("""{ "value": [] }""")]
    [InlineData("""{ "error": { "code": "", "message": "An error has occurred." } }""")]
    [InlineData("""{ "value": [{ "Title": "Without an id" }] }""")]
    [InlineData("""{ "value": [{ "DonId": "2026-DON1", "Title": "" }] }""")]
    [InlineData("""{ "value": ["2026-DON1"] }""")]
    [InlineData("<!DOCTYPE html><html><body>Just a moment...</body></html>")]
    public void Anything_else_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText("who-don", body));
}
