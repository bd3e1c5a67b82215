using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class GovUkTravelParserTests
{
    private const string Id = "uk-fcdo-travel";
    private readonly NoticeReading _index = Fixture.Read(Id, "index.json");

    [Fact]
    public void The_index_says_which_page_to_read_at_the_channels_own_host()
    {
        var entry = _index.Entries[0];

        Assert.Equal("11111111-1111-4111-8111-111111111111", entry.Key);
        Assert.Null(entry.Notice);
        Assert.Equal(
            new PageReference(
                new Uri("https://www.gov.uk/api/content/foreign-travel-advice/iceland"),
                "2026-09-26T07:59:13Z",
                new DateTimeOffset(2026, 9, 26, 7, 59, 13, TimeSpan.Zero)),
            entry.Page);
    }

    [Fact]
    public void A_withdrawn_country_is_withdrawn_and_its_page_is_read_again()
    {
        var entry = _index.Entries[1];

        Assert.True(entry.Notice!.Withdrawn);
        Assert.Equal(["CI"], entry.Notice.Areas.Select(area => area.Code));
        Assert.Equal("Côte d'Ivoire travel advice", entry.Notice.Title);
        Assert.Null(entry.Notice.ChangeNote);
        Assert.Equal("2025-01-29T15:38:34Z withdrawn", entry.Page!.Stamp);
    }

    [Fact]
    public void A_page_tells_level_text_and_the_publishers_note()
    {
        var notice = Fixture.ReadPage(Id, _index.Entries[0], "iceland.json");

        Assert.Equal(_index.Entries[0].Key, notice.Key);
        Assert.Equal("https://www.gov.uk/foreign-travel-advice/iceland", notice.Link.AbsoluteUri);
        Assert.Equal(["IS"], notice.Areas.Select(area => area.Code));
        Assert.Equal("New information about the volcano ('Warnings and insurance' page).", notice.ChangeNote);
        Assert.Equal(_index.Entries[0].Page!.UpdatedAt, notice.UpdatedAt);
        Assert.Equal("The volcano near the town has been quiet since spring.", notice.Summary);
        Assert.Equal(
            "Warnings and insurance\nThe volcano near the town has been quiet since spring. Roads are open.\nGrindavik\nFCDO advises against all but "
            + "essential travel to the town.\n"
            + "Safety and security\nWeather\nIt changes.",
            notice.Text);
        Assert.Equal([notice.Text!], notice.SignificantFacts!);
        Assert.False(notice.Withdrawn);
        Assert.Equal("avoid_all_but_essential_travel_to_whole_country,avoid_all_travel_to_parts", notice.Level.Native);
        Assert.Equal("Advises against all but essential travel; advises against all travel to parts", notice.Level.Label);
    }

    [Fact]
    public void An_old_page_has_its_summary_apart()
    {
        var notice = Fixture.ReadPage(Id, _index.Entries[0], "iceland-withdrawn-2017.json");

        Assert.True(notice.Withdrawn);
        Assert.Equal("Old summary of all parts.\nWeather\nIt changes.", notice.Text);
        Assert.Equal(Severity.Minor, notice.Level.Severity);
    }

    [Theory]
    [InlineData("", Severity.Minor, 0, Scope.Whole)]
    [InlineData("avoid_all_but_essential_travel_to_parts", Severity.Moderate, 1, Scope.Part)]
    [InlineData("avoid_all_travel_to_parts", Severity.Severe, 2, Scope.Part)]
    [InlineData("avoid_all_travel_to_parts,avoid_all_but_essential_travel_to_parts", Severity.Severe, 3, Scope.Part)]
    [InlineData("avoid_all_but_essential_travel_to_whole_country", Severity.Severe, 4, Scope.Whole)]
    [InlineData("avoid_all_travel_to_parts,avoid_all_but_essential_travel_to_whole_country", Severity.Severe, 6, Scope.Whole)]
    [InlineData("avoid_all_travel_to_whole_country", Severity.Extreme, 8, Scope.Whole)]
    [InlineData("avoid_all_travel_to_parts,avoid_the_weather", Severity.Unknown, 0, Scope.Whole)]
    public void Every_combination_has_its_place(string values, Severity severity, int step, Scope scope)
    {
        var level = GovUkLevel.Of(values.Split(','), Fixture.Channel(Id));

        Assert.Equal((severity, step, scope), (level.Severity, level.Step, level.Scope));
    }

    [Fact]
    public void The_page_of_another_country_is_refused()
    {
        Assert.Throws<ShapeException>(() => Fixture.ReadPage(Id, _index.Entries[1], "iceland.json"));
    }

    [Theory]
    [InlineData("api_path", "//evil.example/x")]
    [InlineData("api_url", "https://evil.example/api/content/foreign-travel-advice/iceland")]
    [InlineData("api_url", "file:///etc/passwd")]
    public void No_index_sends_the_relay_to_another_host(string member, string address)
    {
        var index = $$"""{ "links": { "children": [ { "content_id": "a", "public_updated_at": "2026-01-01T00:00:00Z", "{{member}}": "{{address}}" } ] } }""";

        Assert.Throws<ShapeException>(() => Fixture.Read(Id, Encoding.UTF8.GetBytes(index)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"links":{"children":[]}}""")]
    [InlineData("""{"schema_name":"travel_advice","links":{"children":[{}]}}""")]
    [InlineData("<!DOCTYPE html><html></html>")]
    public void Another_document_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, body));
}
