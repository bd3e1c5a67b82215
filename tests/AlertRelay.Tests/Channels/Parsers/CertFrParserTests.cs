using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class CertFrParserTests
{
    private const string Id = "fr-certfr";
    private readonly NoticeReading _index = Fixture.Read(Id, "alerte.json");

    [Fact]
    public void A_list_names_the_documents()
    {
        var entry = _index.Entries[0];

        Assert.Equal("CERTFR-2026-ALE-902", entry.Key);
        Assert.Null(entry.Notice);
        Assert.Equal(
            new PageReference(
                new Uri("https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-902/json/"), "2026-02-26T00:00:00.000000", new DateTimeOffset(
                    2026, 2, 26, 0, 0, 0, TimeSpan.Zero)),
            entry.Page);
    }

    [Fact]
    public void Each_revision_of_an_alert_is_news()
    {
        var notice = Fixture.ReadPage(Id, _index.Entries[0], "CERTFR-2026-ALE-902.json");

        Assert.Equal(new Level("ALE", "Alerte", Severity.Severe, Scope.Whole, 3), notice.Level);
        Assert.Equal(["revised 2026-02-26 Ajout d'un marqueur"], notice.SignificantFacts!);
        Assert.Equal("https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-902/", notice.Link.AbsoluteUri);
        Assert.Equal("fr", notice.Language);
        Assert.Equal(["FR"], notice.Areas.Select(area => area.Code));
        Assert.Equal("Une vulnérabilité a été découverte dans Porte.", notice.Summary);
        Assert.Equal(
            "Une vulnérabilité a été découverte dans Porte. Elle est exploitée.\n## Solutions\nFermer la porte.\nPorte versions antérieures à 1.2",
            notice.Text);
        Assert.Equal(new DateTimeOffset(2026, 2, 25, 0, 0, 0, TimeSpan.Zero), notice.PublishedAt);
        Assert.Equal(new DateTimeOffset(2026, 2, 26, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
        Assert.False(notice.Withdrawn);
    }

    [Fact]
    public void A_revision_of_an_advisory_is_recorded_only()
    {
        var notice = Fixture.ReadPage(Id, _index.Entries[1], "CERTFR-2020-AVI-010.json");

        Assert.Equal(Severity.Moderate, notice.Level.Severity);
        Assert.Empty(notice.SignificantFacts!);
        Assert.Equal("Ajout d'une référence", notice.ChangeNote);
        Assert.True(notice.Withdrawn);
    }

    [Theory]
    [InlineData("[MaJ] Porte ouverte")]
    [InlineData("[MàJ] Porte ouverte")]
    [InlineData("Porte ouverte")]
    public void The_mark_of_an_update_is_no_part_of_the_title(string title)
    {
        var body = Encoding.UTF8.GetBytes($$"""{ "reference": "CERTFR-2026-ALE-902", "title": "{{title}}", "revisions": [] }""");
        var channel = Fixture.Channel(Id);

        Assert.Equal("Porte ouverte", new CertFrParser().ReadPage(Fixture.Document(channel, body), _index.Entries[0], channel).Title);
    }

    [Fact]
    public void The_document_of_another_notice_is_refused() =>
        Assert.Throws<ShapeException>(() => Fixture.ReadPage(Id, _index.Entries[1], "CERTFR-2026-ALE-902.json"));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""[{"reference":"CERTFR-2026-ALE-902"}]""")]
    [InlineData("""[{"reference":"CERTFR-2026-ALE-902","json_url":"https://evil.example/json/","last_revision_date":"2026-02-26"}]""")]
    public void Another_document_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, body));
}
