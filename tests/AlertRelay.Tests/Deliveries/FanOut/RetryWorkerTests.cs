using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class RetryWorkerTests : IDisposable
{
    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task A_receiver_that_was_down_gets_the_same_alert_with_the_same_id()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        Assert.Equal(Some.Time.AddSeconds(5), Delivery.NextAttemptAt);
        receiver.Answer = null;

        Assert.Equal(0, await _relay.Worker.RunOnce(CancellationToken.None));
        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, await _relay.Worker.RunOnce(CancellationToken.None));

        Assert.Equal(["alt_1", "alt_1"], receiver.Received.Select(received => received.Header("webhook-id")));
        Assert.Equal(["500:1", "204:2"], _relay.Deliveries.AllAttempts.Select(attempt => $"{attempt.StatusCode}:{attempt.Number}"));
        Assert.Equal((DeliveryStatus.Delivered, null, null), (Delivery.Status, Delivery.NextAttemptAt, Delivery.Reason));
        Assert.Null(_relay.Subscriptions["sub_000001"].FailingSince);
        Assert.Equal(2, _relay.Subscriptions.Updates);
    }

    [Fact]
    public async Task The_log_warns_of_a_failure_with_the_subscriptions_name_and_the_next_attempt_and_reports_the_late_success()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        receiver.Answer = null;
        await RunIn(TimeSpan.FromSeconds(5));

        var name = _relay.Subscriptions["sub_000001"].Name;
        Assert.Contains(
            $"Warning: Subscription \"{name}\" (sub_000001) did not get alert alt_1 on attempt 1: answered HTTP 500; "
            + "next attempt at 2020-01-10 00:50:20Z ",
            _relay.Logged);
        Assert.Contains($"Information: Subscription \"{name}\" (sub_000001) got alert alt_1 on attempt 2 ", _relay.Logged);
    }

    [Fact]
    public async Task A_retry_that_is_due_before_the_next_sweep_calls_the_worker_and_a_later_one_does_not()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        Assert.Equal([Some.Time.AddSeconds(5)], _relay.Retries.Due);

        await RunIn(TimeSpan.FromSeconds(5));
        Assert.Equal(Some.Time.AddSeconds(5).AddMinutes(5), Delivery.NextAttemptAt);
        Assert.Single(_relay.Retries.Due);
    }

    [Fact]
    public async Task Run_until_idle_tries_everything_that_is_due_and_calls_nobody_when_it_can_do_it_alone()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        receiver.Answer = null;
        _relay.Retries.Due.Clear();
        _relay.Clock.Advance(TimeSpan.FromSeconds(5));

        await _relay.Worker.RunUntilIdle(TimeSpan.FromMinutes(2), CancellationToken.None);

        Assert.Equal(DeliveryStatus.Delivered, Delivery.Status);
        Assert.Empty(_relay.Retries.Due);
    }

    [Fact]
    public async Task After_ten_attempts_over_75_hours_a_delivery_is_dead_and_keeps_its_reason()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);

        await _relay.RunUntilDead("alt_1");

        Assert.Equal(10, receiver.Received.Count);
        Assert.Equal(new TimeSpan(75, 35, 5), _relay.Clock.GetUtcNow() - Some.Time);
        Assert.Equal((DeliveryStatus.Dead, "answered HTTP 500"), (Delivery.Status, Delivery.Reason));
        // Once since when it fails, and once the warning.
        Assert.Equal(2, _relay.Subscriptions.Updates);
    }

    [Fact]
    public async Task A_deleted_subscription_gets_nothing_more()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        await _relay.Subscriptions.Delete("sub_000001", CancellationToken.None);

        await RunIn(TimeSpan.FromSeconds(5));

        Assert.Single(receiver.Received);
        Assert.Equal((DeliveryStatus.Dead, "subscription deleted"), (Delivery.Status, Delivery.Reason));
    }

    [Fact]
    public async Task A_paused_subscription_is_waited_for()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        await SetStatus(SubscriptionStatus.Paused);

        await RunIn(TimeSpan.FromSeconds(5));
        Assert.Single(receiver.Received);
        Assert.Equal((DeliveryStatus.Pending, 1), (Delivery.Status, Delivery.Attempts));

        receiver.Answer = null;
        await SetStatus(SubscriptionStatus.Active);
        await RunIn(TimeSpan.FromHours(1));
        Assert.Equal((DeliveryStatus.Delivered, 2), (Delivery.Status, Delivery.Attempts));
    }

    [Fact]
    public async Task An_overloaded_endpoint_is_left_alone_by_other_alerts_too()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(503, "600"));
        await Start(receiver);
        receiver.Answer = null;

        await _relay.SendEverything(Some.Alert("alt_2"));
        Assert.Single(receiver.Received);
        Assert.Equal(Some.Time.AddSeconds(600), _relay.Deliveries["alt_2", "sub_000001"]!.NextAttemptAt);

        await RunIn(TimeSpan.FromSeconds(600));
        Assert.Equal(["alt_1", "alt_1", "alt_2"], receiver.Received.Select(received => received.Header("webhook-id")).Order());
        Assert.Equal((DeliveryStatus.Delivered, 1), (_relay.Deliveries["alt_2", "sub_000001"]!.Status, _relay.Deliveries["alt_2", "sub_000001"]!.Attempts));
    }

    [Fact]
    public async Task An_alert_that_is_no_longer_kept_ends_its_deliveries()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        _relay.Alerts.Forget("alt_1");

        await RunIn(TimeSpan.FromSeconds(5));

        Assert.Equal((DeliveryStatus.Dead, "the alert is no longer in the history"), (Delivery.Status, Delivery.Reason));
    }

    private AlertRelay.Deliveries.Delivery Delivery => _relay.Deliveries["alt_1", "sub_000001"]!;

    private async Task Start(Receiver receiver)
    {
        await _relay.Subscribe(Some.Subscription(receiver.At("/")));
        await _relay.SendEverything(Some.Alert());
    }

    private async Task RunIn(TimeSpan wait)
    {
        _relay.Clock.Advance(wait);
        await _relay.Worker.RunOnce(CancellationToken.None);
    }

    private Task<bool> SetStatus(SubscriptionStatus status)
    {
        var subscription = _relay.Subscriptions["sub_000001"];
        return _relay.Subscriptions.Update(subscription with { Status = status, Version = subscription.Version + 1 }, CancellationToken.None);
    }
}
