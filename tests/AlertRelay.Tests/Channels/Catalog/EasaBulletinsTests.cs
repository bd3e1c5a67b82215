using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels.Catalog;

/// <summary>EASA's conflict zone bulletins.</summary>
public sealed class EasaBulletinsTests
{
    private static readonly NoticeReading List = Fixture.Read("easa-czib", "list.json");

    [Fact]
    public void A_bulletin_names_each_of_its_countries()
    {
        var notice = List.Notice("900001");

        Assert.Equal(["IS", "NO", "FO"], notice.Areas.Select(area => area.Code));
        Assert.Equal((Severity.Severe, false), (notice.Level.Severity, notice.Withdrawn));
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 10, 0, 0, TimeSpan.Zero), notice.UpdatedAt);
    }

    [Fact]
    public void A_withdrawn_bulletin_states_no_level_and_its_title_names_the_country()
    {
        var notice = List.Notice("900002");

        Assert.Equal((true, Level.None, "GL"), (notice.Withdrawn, notice.Level, Assert.Single(notice.Areas).Code));
    }

    [Fact]
    public void An_unknown_status_is_an_unknown_level() =>
        Assert.Equal((Level.Unreadable("Under review"), "KP"), (List.Notice("900003").Level, List.Notice("900003").Areas[0].Code));
}
