using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using Entry = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Deliveries;

public sealed class DeliveryTests
{
    private static readonly RetrySchedule Schedule = new(() => 0.5);

    [Theory]
    [InlineData(1, true)]
    [InlineData(9, false)]
    public void What_a_person_asked_for_stays_so_until_it_ends_and_a_recorded_attempt_is_not_interrupted(int attempts, bool isRequested)
    {
        var after = Of("alr_1", attempts).Requested(Some.Time) with { IsInterrupted = true };

        after = after.After(new DeliveryOutcome.Failed("status", 500) { At = Some.Time }, Schedule);

        Assert.Equal((isRequested, false, attempts + 1), (after.IsRequested, after.IsInterrupted, after.Attempts));
    }

    [Fact]
    public void A_group_goes_on_with_the_attempts_of_the_one_that_was_tried_most()
    {
        var formats = new MessageFormats(null);
        var rendered = new RenderedMessages(formats);
        var subscription = Some.Subscription(new Uri("https://receiver.example/")) with
        {
            Format = "slack",
            Noise = new NotificationSettings { GroupFor = TimeSpan.FromMinutes(5) },
        };
        var tried = Of("alr_1", 4) with { Deferrals = 3, FirstAttemptAt = Some.Time.AddHours(-1) };
        var alerts = new[] { Some.Alert("alr_1") with { Key = "a" }, Some.Alert("alr_2") with { Key = "b", DetectedAt = Some.Time.AddMinutes(1) } };

        var group = Assert.Single(DigestGroup.Of(
            [
                new OutboundMessage(alerts[0], rendered.Of(alerts[0], "slack")!, tried, subscription, null),
                new OutboundMessage(alerts[1], rendered.Of(alerts[1], "slack")!, Of("alr_2", 0), subscription, null),
            ],
            rendered));

        Assert.Equal(
            ("alr_2", 4, 3, tried.FirstAttemptAt), (group.Delivery.AlertId, group.Delivery.Attempts, group.Delivery.Deferrals, group.Delivery.FirstAttemptAt));
        Assert.Equal("alr_1", Assert.Single(group.GroupedDeliveries).Delivery.AlertId);
    }

    [Fact]
    public void Of_many_steps_the_last_four_are_named()
    {
        var steps = Enumerable.Range(1, 5).Select(hour => Some.Alert() with { DetectedAt = Some.Time.AddHours(hour), Change = ChangeKind.Revised }).ToList();

        Assert.Equal(
            "Ministry of Examples: Atlantis: 1 earlier change, revised (2020-01-10 02:50 UTC), then revised (2020-01-10 03:50 UTC), "
            + "then revised (2020-01-10 04:50 UTC), then revised (2020-01-10 05:50 UTC)",
            NoticeSteps.Merge(steps).Headline);
        Assert.DoesNotContain("earlier", NoticeSteps.Merge(steps[1..]).Headline, StringComparison.Ordinal);
    }

    private static Entry Of(string alertId, int attempts) => new(alertId, "sub_000001", DeliveryStatus.Pending, attempts, Some.Time, Some.Time);
}
