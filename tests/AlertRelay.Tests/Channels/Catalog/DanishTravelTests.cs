using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The travel advice of Denmark.</summary>
public sealed class DanishTravelTests
{
    private static readonly NoticeReading List = Fixture.Read("dk-um-travel", "iceland.html");

    [Fact]
    public void Each_page_carries_the_list_and_its_own_bars()
    {
        var notice = Fixture.ReadPage("dk-um-travel", List.Entries[1], "iceland.html");

        Assert.Equal(["island", "malta"], List.Entries.Select(entry => entry.Page!.Url.AbsolutePath.Trim('/').Split('/')[^1]));
        Assert.Equal("Vi fraråder alle rejser til dele af landet; Vær ekstra forsigtig", notice.Level.Label);
        Assert.Equal((Severity.Severe, Scope.Part, "MT"), (notice.Level.Severity, notice.Level.Scope, Assert.Single(notice.Areas).Code));
        Assert.Equal(new DateTimeOffset(2026, 2, 24, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
        Assert.DoesNotContain("Gyldig", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Vi fraråder alle rejser til:", "Hele landet pga. krigen.", Severity.Extreme, Scope.Whole)]
    [InlineData("Vi fraråder alle rejser til:", "Hele landsbyen.", Severity.Severe, Scope.Part)]
    [InlineData("Vi fraråder alle ikke-nødvendige rejser til:", "Hele landet.", Severity.Severe, Scope.Whole)]
    [InlineData("Vær opmærksom:", "Hele landet.", Severity.Minor, Scope.Whole)]
    [InlineData("Rejs ikke:", "Hele landet.", Severity.Unknown, Scope.Whole)]
    public void The_place_in_the_bar_decides_and_other_words_are_unknown(string words, string place, Severity severity, Scope scope)
    {
        var level = ReadPage($"""
            <html><main><h1>Malta</h1><div class="travel-guide-accordion travel-guide-accordion--information">
            <div class="travel-guide-accordion__title-container"><span>{words}</span> <span>{place}</span></div></div></main></html>
            """).Level;

        Assert.Equal((severity, scope), (level.Severity, level.Scope));
    }

    [Fact]
    public void A_country_without_advice_has_no_level_and_no_notice_in_force()
    {
        var notice = Fixture.ReadPage("dk-um-travel", List.Entries[1], "no-advice.html");

        Assert.Equal((true, Level.None, "MT"), (notice is { Withdrawn: true, HasNoAdvice: true }, notice.Level, Assert.Single(notice.Areas).Code));
    }

    [Fact]
    public void It_is_off_until_its_terms_are_known() => Assert.False(Fixture.Channel("dk-um-travel").Enabled);

    private static Notice ReadPage(string page)
    {
        var (entry, channel) = (List.Entries[1], Fixture.Channel("dk-um-travel"));
        return NoticeParsers.Of(channel).ReadPage(new SourceDocument(entry.Page!.Url, Encoding.UTF8.GetBytes(page)), entry, channel);
    }
}
