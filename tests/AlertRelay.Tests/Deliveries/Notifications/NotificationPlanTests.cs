using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Notifications;

public sealed class NotificationPlanTests
{
    private static readonly Alert Note = Some.Alert() with { Change = ChangeKind.Revised, Level = new Level("2", "Caution", Severity.Moderate, Step: 2) };
    private static readonly Alert Rise = Some.Alert();

    [Fact]
    public void Without_a_wish_everything_is_told_at_once() =>
        Assert.IsType<NotificationTiming.Now>(Plan(NotificationSettings.None, Note, "2020-01-04T10:00:00Z"));

    [Theory]
    [InlineData("2020-01-04T10:00:00Z", "2020-01-04T10:05:00Z")]
    [InlineData("2020-01-04T10:04:59Z", "2020-01-04T10:05:00Z")]
    [InlineData("2020-01-04T10:05:00Z", "2020-01-04T10:10:00Z")]
    public void A_window_ends_for_all_who_come_within_it_at_one_time(string now, string due) =>
        Assert.Equal(new NotificationTiming.Later(At(due), HeldBy.GroupFor), Plan(new NotificationSettings { GroupFor = TimeSpan.FromMinutes(5) }, Note, now));

    [Theory]
    [InlineData("2020-01-04T10:00:01Z", "2020-01-04T11:00:00Z")]
    [InlineData("2020-01-04T23:59:00Z", "2020-01-05T00:00:00Z")]
    public void An_hourly_digest_comes_at_the_full_hour(string now, string due) =>
        Assert.Equal(new NotificationTiming.Later(At(due), HeldBy.Digest), Plan(new NotificationSettings { Digest = new Digest(DigestEvery.Hour) }, Note, now));

    // Berlin: summer time from 29 March 2026, 02:00, to 25 October 2026, 03:00.
    [Theory]
    [InlineData("08:00", "2026-01-04T05:00:00Z", "2026-01-04T07:00:00Z")]
    [InlineData("08:00", "2026-01-04T07:00:00Z", "2026-01-05T07:00:00Z")]
    [InlineData("08:00", "2026-07-04T05:00:00Z", "2026-07-04T06:00:00Z")]
    [InlineData("02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z")]
    public void A_daily_digest_comes_by_the_clocks_of_the_place(string at, string now, string due) =>
        Assert.Equal(
            new NotificationTiming.Later(At(due), HeldBy.Digest),
            Plan(new NotificationSettings { Digest = new Digest(DigestEvery.Day, TimeOnly.Parse(at, CultureInfo.InvariantCulture), "Europe/Berlin") }, Note,
            now));

    [Theory]
    [InlineData("2026-01-04T20:59:00Z", null)]
    [InlineData("2026-01-04T21:00:00Z", "2026-01-05T06:00:00Z")]
    [InlineData("2026-01-05T05:59:59Z", "2026-01-05T06:00:00Z")]
    [InlineData("2026-01-05T06:00:00Z", null)]
    public void Quiet_hours_go_over_midnight(string now, string? due)
    {
        var quiet = new NotificationSettings { QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Berlin") };

        Assert.Equal(due is null ? NotificationTiming.AtOnce : new NotificationTiming.Later(At(due), HeldBy.QuietHours), Plan(quiet, Note, now));
    }

    [Theory]
    [InlineData(ChangeKind.Raised)]
    [InlineData(ChangeKind.Issued)]
    public void Neither_night_nor_digest_holds_a_rise_to_extreme(ChangeKind change)
    {
        var noise = new NotificationSettings
        {
            QuietHours = new QuietHours(new TimeOnly(0, 0), new TimeOnly(23, 59), "UTC"),
            Digest = new Digest(DigestEvery.Hour),
        };

        Assert.IsType<NotificationTiming.Now>(Plan(noise, Rise with { Change = change }, "2020-01-04T10:00:00Z"));
        Assert.IsType<NotificationTiming.Later>(Plan(noise, Rise with { Change = ChangeKind.Revised }, "2020-01-04T10:00:00Z"));
    }

    [Fact]
    public void A_silence_says_why_and_ends()
    {
        var noise = new NotificationSettings { Silences = [new Silence(new Filter { Countries = ["XA"] }, At("2020-01-05T00:00:00Z"), "exercise")] };

        Assert.Equal(new NotificationTiming.Never("silenced until 2020-01-05 00:00 UTC: exercise"), Plan(noise, Rise, "2020-01-04T10:00:00Z"));
        Assert.IsType<NotificationTiming.Now>(Plan(noise, Rise, "2020-01-05T00:00:00Z"));
        Assert.IsType<NotificationTiming.Now>(Plan(noise, Rise with { Areas = [] }, "2020-01-04T10:00:00Z"));
    }

    [Theory]
    [InlineData(Severity.Extreme, ChangeKind.Issued, true)]
    [InlineData(Severity.Extreme, ChangeKind.Raised, true)]
    [InlineData(Severity.Extreme, ChangeKind.Withdrawn, false)]
    [InlineData(Severity.Severe, ChangeKind.Issued, false)]
    public void A_cluster_of_the_highest_severity_waits_for_no_digest(Severity severity, ChangeKind change, bool comesAtOnce)
    {
        var cluster = Rise with { Change = change, Level = new Level(null, null, severity), Cluster = new Cluster(Some.Time, []) };

        var timing = Plan(new NotificationSettings { Digest = new Digest(DigestEvery.Hour) }, cluster, "2020-01-04T10:00:01Z");

        Assert.Equal(comesAtOnce, timing == NotificationTiming.AtOnce);
    }

    [Fact]
    public void A_test_comes_at_once()
    {
        var noise = new NotificationSettings
        {
            Digest = new Digest(DigestEvery.Hour),
            Silences = [new Silence(Filter.Everything, At("2030-01-01T00:00:00Z"), "all")],
        };

        Assert.IsType<NotificationTiming.Now>(Plan(noise, TestAlert.For("sub_1", Some.Time), "2020-01-04T10:00:00Z"));
    }

    private static NotificationTiming Plan(NotificationSettings noise, Alert alert, string now) =>
        NotificationPlan.Of(
            Some.Subscription(new Uri("https://receiver.example/")) with { Noise = noise, CreatedAt = At("2019-12-01T00:00:00Z") }, alert, At(now));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
