using System.Text;
using System.Text.Json;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>The ministries' statements, whatever the shape of their lists.</summary>
public sealed class StatementsTests
{
    [Fact]
    public void The_State_Departments_releases_are_read()
    {
        var reading = Fixture.Read("us-state-statements", "posts.json");
        var notice = reading.Notice("joint-statement-on-iraq");

        Assert.Equal("Joint Statement on Iraq & the Region", notice.Title);
        Assert.Equal("The Secretary spoke with the Prime Minister of Jordan.\nThey agreed to talk again about Oman.", notice.Text);
        Assert.Equal(["US", "IQ", "JO"], notice.Areas.Select(area => area.Code));
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 15, 10, 0, TimeSpan.Zero), notice.PublishedAt);
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 16, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
        Assert.Equal("https://www.state.gov/releases/notice-to-the-press/", reading.Notice("notice-to-the-press").Link.AbsoluteUri);
        Assert.Equal(reading.Notice("notice-to-the-press").PublishedAt, reading.Notice("notice-to-the-press").UpdatedAt);
    }

    [Theory]
    [InlineData("""{"code":"rest_no_route","message":"No route was found","data":{"status":404}}""")]
    [InlineData("[]")]
    [InlineData("""[{"slug":"a","content":{"rendered":"No title"}}]""")]
    [InlineData("""[{"title":{"rendered":"No slug"},"content":{"rendered":""}}]""")]
    [InlineData("""[{"slug":"a","title":"Not rendered","content":{"rendered":""}}]""")]
    public void Anything_else_from_WordPress_is_refused(string body) => Assert.Throws<ShapeException>(() => Fixture.ReadText("us-state-statements", body));

    [Fact]
    public void The_German_interior_ministrys_releases_name_countries_in_German() =>
        Assert.Equal(["DE", "IQ", "FR"], Assert.Single(Fixture.Read("de-bmi-statements", "rss.xml").Entries).Notice!.Areas.Select(area => area.Code));

    [Fact]
    public void The_German_interior_ministrys_letters_are_escaped_twice() =>
        Assert.StartsWith(
            "Die Sicherheitsbehörden stehen", Assert.Single(Fixture.Read("de-bmi-statements", "rss.xml").Entries).Notice!.Text, StringComparison.Ordinal);

    [Fact]
    public void The_Chinese_foreign_ministrys_list_is_read()
    {
        var reading = Fixture.Read("cn-mfa-statements", "list.html");
        var notice = reading.Notice("t20260104_11900002");

        Assert.Equal(["t20260104_11900002", "t20260103_11900001"], reading.Entries.Select(entry => entry.Key));
        Assert.Equal("Foreign Ministry Spokesperson's Remarks on the Killing of a General in Iraq", notice.Title);
        Assert.Equal("https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202601/t20260104_11900002.html", notice.Link.AbsoluteUri);
        Assert.Equal(["CN", "IQ"], notice.Areas.Select(area => area.Code));
        Assert.Equal(new DateTimeOffset(2026, 1, 4, 0, 0, 0, TimeSpan.Zero), notice.PublishedAt);
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), reading.Notice("t20260103_11900001").PublishedAt);
    }

    [Fact]
    public void The_Chinese_spokespersons_remarks_stand_in_a_list_of_their_own()
    {
        var channel = Fixture.Channel("cn-mfa-statements");
        var remarks = Encoding.UTF8.GetBytes("<html><li><a href='./202601/t20260105_11900003.html'>Remarks on Iran</a></li></html>");

        var notice = Assert.Single(new LinkListParser().Read(new SourceDocument(channel.Urls[1], remarks), channel).Entries).Notice!;

        Assert.Equal(
            ("t20260105_11900003", "https://www.fmprc.gov.cn/eng/xw/fyrbt/fyrbt/202601/t20260105_11900003.html"), (notice.Key, notice.Link.AbsoluteUri));
    }

    [Fact]
    public void The_French_foreign_ministrys_list_is_read_without_its_menus()
    {
        var list = Fixture.Read("fr-diplomatie-statements", "list.html");
        var notice = list.Entries[0].Notice!;

        Assert.Equal(2, list.Entries.Count);
        Assert.Equal("www.diplomatie.gouv.fr/fr/presse-et-ressources/decouvrir-et-informer/actualites/irak-declaration-conjointe", notice.Key);
        Assert.Equal(["FR", "IQ"], notice.Areas.Select(area => area.Code));
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), notice.PublishedAt);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), list.Entries[1].Notice!.PublishedAt);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Just a moment...</body></html>")]
    [InlineData("<html><body><ul><li><a href=\"t20260104_1.html\">No end")]
    [InlineData("{}")]
    [InlineData("")]
    public void A_page_without_the_list_is_refused(string body)
    {
        Assert.Throws<ShapeException>(() => Fixture.ReadText("cn-mfa-statements", body));
        Assert.Throws<ShapeException>(() => Fixture.ReadText("fr-diplomatie-statements", body));
    }

    [Fact]
    public void A_page_nested_deeper_than_any_list_is_refused()
    {
        var page = new StringBuilder("<html><body>")
            .Insert(12, "<div>", 100_000)
            .Append("<li><a href='/a/t20260104_1.html'>Deep</a></li></body></html>")
            .ToString();

        Assert.Throws<ShapeException>(() => Fixture.ReadText("cn-mfa-statements", page));
    }

    [Theory]
    [InlineData("""{ "date": "span" }""", "\"options\": write an object such as")]
    [InlineData(
        """{ "items": "li", "colour": "red" }""",
        "\"options\": \"colour\" is unknown; write \"items\", \"link\", \"title\", \"date\", \"datePattern\" or \"idPattern\".")]
    [InlineData("""{ "items": "li[" }""", "\"options.items\": write a CSS selector such as \"span.date\".")]
    [InlineData("""{ "items": "li", "idPattern": "no group" }""", "\"options.idPattern\": write a regular expression with one group")]
    public void Options_that_cannot_be_used_are_named(string options, string problem) =>
        Assert.Contains(LinkListOptions.Problems(JsonDocument.Parse(options).RootElement), found => found.StartsWith(problem, StringComparison.Ordinal));
}
