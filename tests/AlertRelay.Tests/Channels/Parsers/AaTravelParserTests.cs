using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class AaTravelParserTests
{
    private const string Id = "de-aa-travel";
    private readonly NoticeReading _list = Fixture.Read(Id, "list.json");

    [Fact]
    public void The_list_tells_the_level_and_leaves_the_text_to_the_document()
    {
        var notice = _list.Notice("900001");

        Assert.Equal(new Level("partialWarning", "Teilreisewarnung", Severity.Severe, Scope.Part, 6 * 512), notice.Level);
        Assert.True(notice.LevelIsAtLeast);
        Assert.Equal("Island: Reise- und Sicherheitshinweise", notice.Title);
        Assert.Equal([new Area("IS", "Iceland")], notice.Areas);
        Assert.Equal("https://www.auswaertiges-amt.de/de/-/900001", notice.Link.AbsoluteUri);
        Assert.Null(notice.Text);
        Assert.Equal(
            new PageReference(
                new Uri("https://www.auswaertiges-amt.de/opendata/travelwarning/900001"),
                "1781873504 partialWarning",
                DateTimeOffset.FromUnixTimeSeconds(1781873504)),
            _list.Entries[0].Page);
    }

    [Theory]
    [InlineData("900002", Severity.Minor, "MO")]
    [InlineData("900003", Severity.Extreme, "SD")]
    [InlineData("900004", Severity.Unknown, "GH")]
    public void Flags_in_quotation_marks_documented_names_and_flags_that_are_missing_are_read_for_what_they_are(string key, Severity severity, string area)
    {
        Assert.Equal(severity, _list.Notice(key).Level.Severity);
        Assert.Equal(area, Assert.Single(_list.Notice(key).Areas).Code);
    }

    [Fact]
    public void Milliseconds_as_documented_and_seconds_as_sent_are_the_same_time() =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1787652477), _list.Notice("900003").UpdatedAt);

    [Fact]
    public void Only_what_it_says_on_safety_is_news()
    {
        var notice = Fixture.ReadPage(Id, _list.Entries[0], "900001.json");

        Assert.Equal(
            ["Sicherheit - Teilreisewarnung\nVor Reisen nach Grindavík wird gewarnt.\nNatur und Klima\nVulkane.\nAktuelles\nSeit gestern tritt Lava aus."],
            notice.SignificantFacts!);
        Assert.Contains("Maut wird erhoben.", notice.Text, StringComparison.Ordinal);
        Assert.Equal("Letzte Änderungen: Aktuelles (Vulkanausbruch)", notice.ChangeNote);
    }

    [Theory]
    [InlineData("", "Vor Reisen nach Island wird gewarnt.", "warning", Severity.Extreme)]
    [InlineData("", "Von Reisen nach Island wird dringend abgeraten.", "dringend abgeraten", Severity.Severe)]
    [InlineData("", "Von Reisen nach Island wird derzeit abgeraten.", "abgeraten", Severity.Severe)]
    [InlineData("", "Von nicht notwendigen Reisen nach Island wird abgeraten.", "nicht notwendige Reisen abgeraten", Severity.Severe)]
    [InlineData("", "Von Reisen in die Westfjorde wird abgeraten.", "abgeraten in parts", Severity.Moderate)]
    [InlineData("", "Von Reisen auf dem Seeweg nach Grönland wird abgeraten.", "none", Severity.Minor)]
    [InlineData("", "Das Auswärtige Amt rät, Reisen nach Island zu verschieben.", null, Severity.Unknown)]
    [InlineData("", "Schwangeren wird von Reisen nach Island abgeraten.", "none", Severity.Minor)]
    [InlineData("", "Familien wird von Reisen nach Island abgeraten.", null, Severity.Unknown)]
    [InlineData("partialWarning", "Familien wird von Reisen nach Island abgeraten.", "partialWarning", Severity.Severe)]
    [InlineData("warning", "Von Reisen nach Island wird abgeraten.", "warning", Severity.Extreme)]
    [InlineData("partialWarning", "Von Reisen nach Island wird dringend abgeraten.", "warning+dringend abgeraten", Severity.Severe)]
    [InlineData("partialWarning", "Es gibt viele Vulkane.", "partialWarning", Severity.Severe)]
    [InlineData(
        "situationPartWarning",
        "Von nicht notwendigen Reisen nach Island wird abgeraten.",
        "situationWarning+nicht notwendige Reisen abgeraten",
        Severity.Severe)]
    public void The_level_is_the_more_severe_of_the_flags_and_of_the_text(string flag, string text, string? native, Severity severity)
    {
        var flags = string.Join(
            ',',
            ((string[])["warning", "partialWarning", "situationWarning", "situationPartWarning"]).Select(
                name => $"\"{name}\":{(name == flag ? "true" : "false")}"));
        var body = $$"""
            { "response": { "900001": { "lastModified": 1, "title": "Island", "iso3CountryCode": "ISL", {{flags}},
              "content": "<h2>Sicherheit</h2><p>{{text}}</p><h2>Einreise</h2>" } } }
            """;

        var level = new AaTravelParser().ReadPage(
            new SourceDocument(_list.Entries[0].Page!.Url, System.Text.Encoding.UTF8.GetBytes(body)), _list.Entries[0], Fixture.Channel(Id)).Level;

        Assert.Equal((native, severity), (level.IsKnown ? level.Native : null, level.Severity));
    }

    [Fact]
    public void A_list_without_a_flag_does_not_say_that_there_is_no_warning() => Assert.Equal("listed", _list.Notice("900002").Level.Native);

    [Fact]
    public void A_document_under_another_id_is_taken_when_it_is_the_same_countrys()
    {
        var moved = _list.Entries[0] with { Key = "900009" };
        var others = _list.Entries[1];

        Assert.Equal("900009", Fixture.ReadPage(Id, moved, "900001.json").Key);
        Assert.Throws<ShapeException>(() => Fixture.ReadPage(Id, others, "900001.json"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"response":{}}""")]
    [InlineData("""{"response":[]}""")]
    [InlineData("""{"response":{"contentList":["1"],"lastModified":1}}""")]
    [InlineData("""{"response":{"../1":{"title":"X","lastModified":1}}}""")]
    [InlineData("""{"response":{"1":{"title":"X"}}}""")]
    [InlineData("""{"response":{"1":{"lastModified":1}}}""")]
    [InlineData("<!DOCTYPE html><html></html>")]
    public void What_stands_there_in_place_of_the_list_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, body));
}
