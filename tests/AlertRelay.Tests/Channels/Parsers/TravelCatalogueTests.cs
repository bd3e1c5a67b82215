using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>
/// The channels of travel advice and threats that need no parser of their own: their catalogue files against documents in the publishers'
/// shapes.
/// </summary>
public sealed class TravelCatalogueTests
{
    [Fact]
    public void France_names_its_countries_and_each_has_a_page()
    {
        var pages = Fixture.Read("fr-diplomatie-travel", "index.html").Entries.Select(entry => entry.Page!.Url.AbsolutePath);

        Assert.Equal(["kenya", "cote-d-ivoire", "israel-palestine"], pages.Select(path => path.Split('/')[3]));
    }

    [Fact]
    public void A_French_page_tells_zones_date_and_text_of_the_section_on_zones_only()
    {
        var notice = Fixture.ReadPage("fr-diplomatie-travel", Fixture.Read("fr-diplomatie-travel", "index.html").Entries[0], "kenya.html");

        Assert.Equal((Severity.Severe, Scope.Part), (notice.Level.Severity, notice.Level.Scope));
        Assert.Equal("Zones formellement déconseillées; Zones déconseillées sauf raison impérative; Vigilance renforcée", notice.Level.Label);
        Assert.Equal("KE", Assert.Single(notice.Areas).Code);
        Assert.StartsWith("Zones formellement déconseillées (rouge)\n", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Risques", notice.Text, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 9, 25, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Theory]
    [InlineData("Allemagne", "<p>Le territoire allemand est placé en vigilance normale.</p>", Severity.Minor, Scope.Whole)]
    [InlineData("Suisse", "<p>L’ensemble du territoire suisse est placé en zone de vigilance normale.</p>", Severity.Minor, Scope.Whole)]
    [InlineData("Russie", "<p>Il est formellement déconseillé de se rendre dans l'ensemble du territoire de la Russie.</p>", Severity.Extreme, Scope.Whole)]
    [InlineData(
        "Iran",
        "<p>L'ensemble du territoire iranien est placé en rouge sur la carte.</p><p>Il est donc déconseillé de s'y rendre.</p>",
        Severity.Extreme,
        Scope.Whole)]
    [InlineData("Malte", "<h3>Zone en vigilance renforcée (en jaune)</h3><p>Les abords.</p>", Severity.Moderate, Scope.Part)]
    [InlineData(
        "Liban",
        "<h3>Zones formellement déconseillées (en rouge)</h3><p>Les camps.</p><p>Il est déconseillé, sauf raison impérative, de se rendre dans le "
        + "reste du pays.</p>",
        Severity.Severe,
        Scope.Part)]
    [InlineData(
        "Estonie",
        "<p>Il est formellement déconseillé de se rendre dans l'ensemble du territoire de la Russie.</p><p>Le territoire estonien est en vigilance "
        + "normale.</p>",
        Severity.Minor,
        Scope.Whole)]
    [InlineData("États-Unis", "<p>Les États-Unis sont parmi les pays les plus sûrs.</p>", Severity.Unknown, Scope.Whole)]
    public void French_levels_are_read_from_headings_and_from_sentences_about_the_country(string country, string section, Severity severity, Scope scope)
    {
        var page = $"""
            <html><body><main><h1>{country}</h1><h2>Zones de vigilance</h2><p>Dernière actualisation le 05/03/2026</p>
            {section}<h2>Risques encourus</h2></main></body></html>
            """;

        var level = ReadPage("fr-diplomatie-travel", "index.html", page).Level;

        Assert.Equal((severity, scope), (level.Severity, level.Scope));
    }

    [Fact]
    public void A_French_level_that_the_zones_do_not_state_is_read_from_another_section()
    {
        const string Page = """
            <html><main><h1>Tchad</h1><h2>Zones de vigilance</h2><p>Dernière actualisation le 05/03/2026</p>
            <h3>Zones formellement déconseillées</h3><p>Le Tibesti.</p>
            <h2>Risques encourus</h2><p>L'intégralité du territoire est soit en zone orange, soit en zone rouge.</p></main></html>
            """;

        Assert.Equal("rouge+orange", ReadPage("fr-diplomatie-travel", "index.html", Page).Level.Native);
    }

    [Fact]
    public void A_French_page_without_the_section_is_refused() =>
        Assert.Throws<ShapeException>(
            () => ReadPage("fr-diplomatie-travel", "index.html", "<html><main><h1>Maintenance</h1><p>Zones de vigilance</p></main></html>"));

    [Fact]
    public void Irelands_level_is_its_security_status_and_no_mention_in_the_text()
    {
        var index = Fixture.Read("ie-dfa-travel", "index.html");
        var notice = Fixture.ReadPage("ie-dfa-travel", index.Entries[0], "iceland.html");

        Assert.Equal(2, index.Entries.Count);
        Assert.Equal((Severity.Minor, "IS"), (notice.Level.Severity, notice.Areas[0].Code));
        Assert.Equal(
            new DateTimeOffset(2026, 9, 3, 10, 32, 52, TimeSpan.Zero),
            notice.UpdatedAt!.Value.AddTicks(-notice.UpdatedAt.Value.Ticks % TimeSpan.TicksPerSecond));
    }

    [Fact]
    public void An_Irish_page_laid_out_anew_loses_its_level_and_not_to_normal() =>
        Assert.Equal(
            Level.Unreadable("not stated"),
            ReadPage("ie-dfa-travel", "index.html", "<html><main><h1>Iran</h1><h2>Security Status: Do not travel</h2></main></html>").Level);

    [Fact]
    public void New_Zealands_sitemap_names_the_pages_and_the_regions_are_parts()
    {
        var sitemap = Fixture.Read("nz-safetravel", "sitemap.xml");
        var notice = Fixture.ReadPage("nz-safetravel", sitemap.Entries[0], "iceland.html");

        Assert.Equal(["/destinations/iceland", "/destinations/japan"], sitemap.Entries.Select(entry => entry.Page!.Url.AbsolutePath));
        Assert.Equal("2026-08-15", sitemap.Entries[0].Page!.Stamp);
        Assert.Equal((Severity.Severe, Scope.Part, "IS"), (notice.Level.Severity, notice.Level.Scope, notice.Areas[0].Code));
        Assert.Equal(new DateTimeOffset(2026, 8, 15, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
        Assert.Equal("Volcanic activity continues.", notice.Text);
    }

    [Theory]
    [InlineData("Exercise normal safety and security precautions", Severity.Minor)]
    [InlineData("Avoid non-essential travel", Severity.Severe)]
    [InlineData("Do not travel", Severity.Extreme)]
    [InlineData("Leave now", Severity.Unknown)]
    public void New_Zealands_regional_mark_is_not_trusted_and_a_new_title_is_unknown(string title, Severity severity)
    {
        var data = $$"""[ { "lastUpdated": "1 March 2026", "title": "{{title}}", "subtitle": "in Iceland", "regional": true } ]""";
        var page = "<html><body><h1>Iceland</h1><div class='container__content'><div id='js-advice-level-accordion' "
            + $"data-content='{data}'></div><p>Text.</p></div></body></html>";

        var level = ReadPage("nz-safetravel", "sitemap.xml", page).Level;

        Assert.Equal((severity, Scope.Whole), (level.Severity, level.Scope));
    }

    [Fact]
    public void The_Dutch_list_tells_the_colours_and_the_document_the_text()
    {
        var list = Fixture.Read("nl-bz-travel", "list.json");
        var (listed, page) = (list.Notice("ISL"), Fixture.ReadPage("nl-bz-travel", list.Entries[0], "isl.json"));

        Assert.Equal(("rood voor+groen", Severity.Severe, Scope.Part), (listed.Level.Native, listed.Level.Severity, listed.Level.Scope));
        Assert.Equal(["IS", "BQ"], list.Entries.Select(entry => entry.Notice!.Areas[0].Code[..2]));
        Assert.Equal(
            "https://opendata.nederlandwereldwijd.nl/v2/sources/nederlandwereldwijd/infotypes/countries/isl/traveladvice?output=json",
            list.Entries[0].Page!.Url.AbsoluteUri);
        Assert.Equal((Severity.Severe, Scope.Whole), (page.Level.Severity, page.Level.Scope));
        Assert.Equal("De kleurcode van het reisadvies voor IJsland is oranje.\nDe vulkaan is actief.\nEr is weinig criminaliteit.", page.Text);
    }

    [Theory]
    [InlineData(
        "De kleurcode van het reisadvies voor Somalië is rood (behalve voor Berbera). Voor de stad Berbera geldt kleurcode oranje.",
        Severity.Extreme,
        Scope.Part)]
    [InlineData("De kleurcode van het reisadvies voor St. Maarten is nu geel. Let op.", Severity.Moderate, Scope.Whole)]
    [InlineData("Er geldt weercode rood. De Rode Zee is groen.", Severity.Unknown, Scope.Whole)]
    public void Dutch_colours_count_in_the_sentences_about_the_advice_only(string introduction, Severity severity, Scope scope)
    {
        var list = $$"""[{"id":"XXX","location":"X","introduction":"{{introduction}}","dataurl":"/x","lastmodified":"2026-01-01T00:00:00Z"}]""";

        var level = Fixture.ReadText("nl-bz-travel", list).Entries[0].Notice!.Level;

        Assert.Equal((severity, scope), (level.Severity, level.Scope));
    }

    [Fact]
    public void Australia_is_read_by_its_words_and_not_by_its_numbers()
    {
        var feed = Fixture.Read("au-smartraveller", "index.xml");

        Assert.Equal([Severity.Minor, Severity.Extreme], feed.Entries.Select(entry => entry.Notice!.Level.Severity));
        Assert.Equal(["IS", "GW"], feed.Entries.Select(entry => entry.Notice!.Areas[0].Code));
        Assert.Equal(new DateTimeOffset(2025, 3, 27, 12, 0, 0, TimeSpan.Zero), feed.Entries[0].Notice!.UpdatedAt);
    }

    private static Notice ReadPage(string id, string index, string page)
    {
        var channel = Fixture.Channel(id);
        var entry = Fixture.Read(id, index).Entries[0];
        return NoticeParsers.Of(channel).ReadPage(new SourceDocument(entry.Page!.Url, Encoding.UTF8.GetBytes(page)), entry, channel);
    }
}
