using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>The travel information of Austria.</summary>
public sealed class AustrianTravelTests
{
    private static readonly NoticeReading List = Fixture.Read("at-bmeia-travel", "list.html");

    [Theory]
    [InlineData("whole.html", "3", Severity.Severe, Scope.Whole)]
    [InlineData("regional.html", "4+2", Severity.Severe, Scope.Part)]
    public void The_number_beside_the_map_is_the_level_and_beside_a_regional_one_stands_that_of_the_rest(
        string page, string native, Severity severity, Scope scope)
    {
        var notice = Fixture.ReadPage("at-bmeia-travel", List.Entries[1], page);

        Assert.Equal((native, severity, scope), (notice.Level.Native, notice.Level.Severity, notice.Level.Scope));
        Assert.Equal("MT", Assert.Single(notice.Areas).Code);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Fact]
    public void The_list_names_the_pages_of_countries_only_and_the_channel_is_off()
    {
        Assert.Equal(["island", "malta"], List.Entries.Select(entry => entry.Page!.Url.Segments[^1]));
        Assert.False(Fixture.Channel("at-bmeia-travel").Enabled);
    }
}
