using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class MofaAnzenParserTests
{
    private const string Id = "jp-mofa-anzen";
    private readonly NoticeReading _arrivals = Fixture.Read(Id, "newarrivalL.xml");

    [Fact]
    public void Danger_information_is_one_notice_a_country_whatever_its_key()
    {
        var notice = _arrivals.Notice("T40 IR");

        Assert.Equal([new Area("IR", "Iran")], notice.Areas);
        Assert.Equal("ja", notice.Language);
        Assert.Equal(["●首都の危険レベルを3に引き上げます。\n●渡航は止めてください。"], notice.SignificantFacts!.Select(text => text.Replace('３', '3')));
        Assert.Equal("https://www.anzen.mofa.go.jp/info/pchazardspecificinfo_2026T901.html", notice.Link.AbsoluteUri);
    }

    [Fact]
    public void Times_are_of_Japan() => Assert.Equal(new DateTimeOffset(2026, 2, 28, 15, 0, 0, TimeSpan.Zero), _arrivals.Notice("T40 IR").UpdatedAt);

    [Fact]
    public void The_highest_flag_is_the_level_and_several_are_parts()
    {
        var level = _arrivals.Notice("T40 IR").Level;

        Assert.Equal(("4+3", Severity.Extreme, Scope.Part), (level.Native, level.Severity, level.Scope));
    }

    [Fact]
    public void A_lifted_danger_is_no_unknown_one() => Assert.Equal(Severity.Minor, _arrivals.Notice("T40 KH").Level.Severity);

    [Fact]
    public void An_infection_is_judged_by_its_own_flags_for_each_country()
    {
        Assert.Equal(Severity.Minor, _arrivals.Notice("T41 CD").Level.Severity);
        Assert.Empty(_arrivals.Notice("T41 0999").Areas);
        Assert.Equal("https://www.anzen.mofa.go.jp/", _arrivals.Notice("T41 CD").Link.AbsoluteUri);
    }

    [Theory]
    [InlineData("2026C904", "IQ,IL")]
    [InlineData("169001", "")]
    public void Spot_notices_and_mails_stand_for_themselves_and_have_no_level(string key, string areas)
    {
        Assert.Equal(Level.None, _arrivals.Notice(key).Level);
        Assert.Equal(areas, string.Join(',', _arrivals.Notice(key).Areas.Select(area => area.Code)));
    }

    [Theory]
    [InlineData("<riskLevel4>1</riskLevel4>", "<riskLevel4>9</riskLevel4>")]
    [InlineData("<riskLevel4>1</riskLevel4>", "")]
    public void A_flag_that_is_none_makes_the_level_unreadable(string right, string wrong) =>
        Assert.False(Fixture.ReadText(Id, Text().Replace(right, wrong, StringComparison.Ordinal)).Notice("T40 IR").Level.IsKnown);

    [Theory]
    [InlineData("opendata", "rss")]
    [InlineData("</opendata>", "")]
    [InlineData("keyCd>", "key>")]
    [InlineData("leaveDate>", "date>")]
    [InlineData("<mail>", "<post>")]
    public void Another_or_a_broken_document_is_refused(string right, string wrong) =>
        Assert.Throws<ShapeException>(() => Fixture.ReadText(Id, Text().Replace(right, wrong, StringComparison.Ordinal)));

    private static string Text() => System.Text.Encoding.UTF8.GetString(Fixture.Bytes($"{Id}/newarrivalL.xml"));
}
