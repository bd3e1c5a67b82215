using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries;

public sealed class TestDeliveryTests
{
    [Fact]
    public async Task A_test_is_sent_at_once_recorded_and_kept_out_of_the_history()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        using var relay = new RelayInMemory();
        var subscription = Some.Subscription(receiver.At("/"));
        await relay.Subscribe(subscription);

        var sent = await relay.Tests.SendTest(subscription, CancellationToken.None);

        Assert.Equal(new DeliveryOutcome.Failed("status", 500), sent!.Untimed());
        var attempt = Assert.Single(relay.Deliveries.AllAttempts);
        Assert.Equal(DeliveryStatus.Dead, relay.Deliveries[attempt.AlertId, subscription.Id]!.Status);
        Assert.Equal(attempt.AlertId, Assert.Single(receiver.Received).Header("webhook-id"));
        Assert.Equal(0, relay.Alerts.Count);
        Assert.Equal(0, relay.Subscriptions.Updates);
        Assert.Null(await relay.Tests.SendTest(subscription with { Format = "pigeon" }, CancellationToken.None));
    }

    [Fact]
    public async Task A_test_that_is_answered_with_410_disables_like_any_other()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(410));
        using var relay = new RelayInMemory();
        var subscription = Some.Subscription(receiver.At("/"));
        await relay.Subscribe(subscription);

        await relay.Tests.SendTest(subscription, CancellationToken.None);

        Assert.Equal(SubscriptionStatus.Disabled, relay.Subscriptions[subscription.Id].Status);
    }

    [Fact]
    public async Task A_test_that_arrives_shows_that_a_failing_receiver_is_back()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        var subscription = Some.Subscription(receiver.At("/")) with { FailingSince = Some.Time };
        await relay.Subscribe(subscription);

        await relay.Tests.SendTest(subscription, CancellationToken.None);

        Assert.Null(relay.Subscriptions[subscription.Id].FailingSince);
    }
}
