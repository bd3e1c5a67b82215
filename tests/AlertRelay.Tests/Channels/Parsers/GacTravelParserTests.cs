using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class GacTravelParserTests
{
    private const string Id = "ca-gac-travel";
    private readonly NoticeReading _index = Fixture.Read(Id, "index.json");

    [Fact]
    public void The_index_tells_level_and_reason_and_leaves_the_text_to_the_document()
    {
        var notice = _index.Notice("HK");

        Assert.Equal(new Level("1", "Exercise a high degree of caution", Severity.Moderate, Scope.Whole, 2), notice.Level);
        Assert.Equal("Hong Kong", notice.Title);
        Assert.Equal("https://travel.gc.ca/destinations/hong-kong", notice.Link.AbsoluteUri);
        Assert.Equal("Health – editorial change", notice.ChangeNote);
        Assert.Null(notice.Text);
        Assert.Null(notice.SignificantFacts);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790254380), notice.UpdatedAt);
        Assert.Equal(
            new PageReference(new Uri("https://data.international.gc.ca/travel-voyage/cta-cap-HK.json"), "1790254380", notice.UpdatedAt),
            _index.Entries[0].Page);
    }

    [Fact]
    public void A_regional_advisory_is_half_a_step_between_two_levels()
    {
        var notice = _index.Notice("GW");

        Assert.Equal(new Level("2+regional", "Avoid non-essential travel (with regional advisories)", Severity.Severe, Scope.Whole, 5), notice.Level);
        Assert.Equal("Guinea-Bissau", notice.Areas[0].Name);
    }

    [Fact]
    public void Parts_of_countries_are_kept_apart()
    {
        Assert.Equal([new Area("PT-20", "Azores")], _index.Notice("PT-20").Areas);
    }

    [Fact]
    public void A_destination_without_content_has_no_level_that_could_be_believed()
    {
        Assert.Equal(Level.Unreadable("has-content 0"), _index.Notice("AQ").Level);
    }

    [Fact]
    public void A_document_tells_the_text_of_the_advisories_and_of_security()
    {
        var notice = Fixture.ReadPage(Id, _index.Entries[0], "cta-cap-HK.json");

        Assert.Equal("HK", notice.Key);
        Assert.Equal(Severity.Extreme, notice.Level.Severity);
        Assert.Equal("HONG KONG - AVOID ALL TRAVEL\nAvoid all travel to Hong Kong due to the typhoon. Stay inside.\nTyphoon\nWinds are strong.", notice.Text);
        Assert.Equal(["HONG KONG - AVOID ALL TRAVEL\nAvoid all travel to Hong Kong due to the typhoon. Stay inside."], notice.SignificantFacts!);
        Assert.Equal("Avoid all travel to Hong Kong due to the typhoon.", notice.Summary);
        Assert.Equal(new DateTimeOffset(2026, 9, 24, 8, 53, 0, TimeSpan.FromHours(-4)), notice.UpdatedAt);
    }

    [Fact]
    public void Both_languages_are_in_one_notice()
    {
        Assert.Equal([new Translation("fr", "Hong Kong", "Faites preuve d’une grande prudence", "")], _index.Notice("HK").Translations);
        Assert.Equal("Guinée-Bissau", Assert.Single(_index.Notice("GW").Translations).Title);
        Assert.Equal(
            [
                new Translation(
                    "fr",
                    "Hong Kong",
                    "Évitez tout voyage en raison du typhon.",
                    "HONG KONG - ÉVITEZ TOUT VOYAGE\nÉvitez tout voyage en raison du typhon.\nTyphon\nVents forts."),
            ],
            Fixture.ReadPage(Id, _index.Entries[0], "cta-cap-HK.json").Translations);
    }

    [Fact]
    public void A_document_dated_to_the_minute_is_not_older_than_the_index_dated_to_the_second()
    {
        var precise = _index.Entries[0].Page!.UpdatedAt!.Value.AddSeconds(31);
        var entry = _index.Entries[0] with { Page = _index.Entries[0].Page! with { UpdatedAt = precise } };

        Assert.Equal(precise, Fixture.ReadPage(Id, entry, "cta-cap-HK.json").UpdatedAt);
    }

    [Fact]
    public void The_document_of_another_destination_is_refused() =>
        Assert.Throws<ShapeException>(() => Fixture.ReadPage(Id, _index.Entries[1], "cta-cap-HK.json"));

    [Theory]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{"../../x":{"eng":{"name":"X"}}}}""")]
    [InlineData("""{"data":{"HK":{}}}""")]
    public void Another_document_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, body));
}
