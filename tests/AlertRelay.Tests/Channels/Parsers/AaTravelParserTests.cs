using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class AaTravelParserTests
{
    private const string Id = "de-aa-travel";
    private readonly NoticeReading _list = Fixture.Read(Id, "list.json");

    [Fact]
    public void The_list_tells_the_level_and_leaves_the_text_to_the_document()
    {
        var notice = _list.Notice("900001");

        Assert.Equal(new Level("partialWarning", "Teilreisewarnung", Severity.Severe, Scope.Part, 3), notice.Level);
        Assert.Equal("Island: Reise- und Sicherheitshinweise", notice.Title);
        Assert.Equal([new Area("IS", "Iceland")], notice.Areas);
        Assert.Equal("https://www.auswaertiges-amt.de/de/-/900001", notice.Link.AbsoluteUri);
        Assert.Null(notice.Text);
        Assert.Equal(
            new PageReference(
                new Uri("https://www.auswaertiges-amt.de/opendata/travelwarning/900001"), "1781873504", DateTimeOffset.FromUnixTimeSeconds(1781873504)),
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
