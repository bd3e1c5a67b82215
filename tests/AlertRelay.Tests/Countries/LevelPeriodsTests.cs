using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Countries;

public sealed class LevelPeriodsTests
{
    private static readonly Level Low = new("2", "Caution", Severity.Moderate, Step: 2), High = new("4", "Do not travel", Severity.Extreme, Step: 4);

    [Fact]
    public void A_revised_text_begins_no_period_also_in_a_state_of_before()
    {
        var before = State(Low, 0);
        var after = LevelPeriods.WithOrigin(before, State(Low, 60) with { Alerts = ["alr_1", "alr_2"], Revision = 2 }, null, Samples.Noon.AddMinutes(60));

        Assert.Empty(LevelPeriods.Changed(before, after, Samples.Noon.AddMinutes(60)));
        Assert.Equal((Samples.Noon, "alr_1"), (LevelPeriods.Of(after)["IR"].From, LevelPeriods.Of(after)["IR"].AlertId));
    }

    [Fact]
    public void A_changed_level_ends_one_period_and_begins_the_next()
    {
        var before = State(Low, 0);
        var after = LevelPeriods.WithOrigin(before, State(High, 60) with { Alerts = ["alr_1", "alr_2"], Revision = 2 }, null, Samples.Noon.AddMinutes(60));

        var periods = LevelPeriods.Changed(before, after, Samples.Noon.AddMinutes(60)).ToList();

        Assert.Equal(
            [(High, Samples.Noon.AddMinutes(60), null, "alr_2"), (Low, Samples.Noon, Samples.Noon.AddMinutes(60), "alr_1")],
            periods.Select(period => (period.Level, period.From, period.Until, period.AlertId)));
    }

    [Fact]
    public void A_change_is_named_by_its_alert_also_when_the_list_of_alerts_is_full()
    {
        var before = State(Low, 0) with { Alerts = [.. Enumerable.Range(1, 20).Select(number => $"alr_{number}")], Revision = 20 };
        var after = State(High, 60) with { Alerts = [.. Enumerable.Range(2, 20).Select(number => $"alr_{number}")], Revision = 21 };

        Assert.Equal("alr_21", LevelPeriods.WithOrigin(before, after, null, Samples.Noon.AddMinutes(60)).LevelOrigin!.AlertId);
    }

    [Fact]
    public void What_expires_without_an_alert_ends_then_and_cannot_be_unreadable()
    {
        var before = State(Low, 0) with { LevelUnreadableSince = Samples.Noon.AddMinutes(5), Page = UnreadPage };
        var after = LevelPeriods.WithOrigin(before, before with { Withdrawn = true }, null, Samples.Noon.AddMinutes(60));

        var periods = LevelPeriods.Changed(before, after, Samples.Noon.AddMinutes(60)).ToList();

        Assert.Equal(
            [(null, Samples.Noon.AddMinutes(60), null, null, null, null), (Low, Samples.Noon, Samples.Noon.AddMinutes(60), "alr_1", 5, 6)],
            periods.Select(period => (
                period.Level, period.From, period.Until, period.AlertId, (int?)period.UnreadableSince?.Minute, (int?)period.UnreadSince?.Minute)));
    }

    [Fact]
    public void A_country_that_the_notice_is_no_longer_about_has_no_level_from_then_on()
    {
        var before = State(Low, 0);
        var after = before with { LastNotified = before.LastNotified! with { Areas = [new Area("IQ", "Iraq")] }, LastNotifiedAt = Samples.Noon.AddMinutes(60) };

        var periods = LevelPeriods.Changed(before, LevelPeriods.WithOrigin(before, after, null, Samples.Noon.AddMinutes(60)), Samples.Noon.AddMinutes(60))
            .OrderBy(period => period.Country).ThenBy(period => period.From).Select(period => (period.Country, period.Level, period.Until)).ToList();

        Assert.Equal([("IQ", Low, null), ("IR", Low, Samples.Noon.AddMinutes(60)), ("IR", null, null)], periods);
    }

    [Theory]
    [InlineData("2", false, null, false)]
    [InlineData("4", false, null, true)]
    [InlineData("2", true, null, true)]
    [InlineData("2", false, "placeholder: empty body", true)]
    public void Only_a_pending_change_of_the_level_is_held(string native, bool isWithdrawn, string? implausible, bool isHeld)
    {
        var pending = Notice(native == "2" ? Low : High) with { Withdrawn = isWithdrawn, ImplausibleReason = implausible };
        var state = State(Low, 0) with { PendingChange = new PendingChange(pending, Samples.Alert("x").Evidence, "held", Samples.Noon, 1, Samples.Noon) };

        Assert.Equal(isHeld, LevelPeriods.Of(state)["IR"].Pending is not null);
    }

    private static PageState UnreadPage { get; } = Samples.NoticeState("iran").Page! with
    {
        Wanted = "2",
        Read = "1",
        FailingSince = Samples.Noon.AddMinutes(6),
    };

    private static NoticeState State(Level level, int minute) => new()
    {
        Key = "iran",
        LastNotified = Notice(level),
        LastNotifiedAt = Samples.Noon.AddMinutes(minute),
        DecidedAt = Samples.Noon.AddMinutes(minute),
        Alerts = ["alr_1"],
        Revision = 1,
    };

    private static AlertRelay.Channels.Notice Notice(Level level) =>
        Samples.Notice("iran") with { Level = level, Areas = [new Area("IR", "Iran")], Withdrawn = false, ImplausibleReason = null };
}
