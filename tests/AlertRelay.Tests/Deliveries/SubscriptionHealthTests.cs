using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries;

public sealed class SubscriptionHealthTests : IDisposable
{
    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task A_receiver_that_is_gone_is_disabled_at_once()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(410));
        await Start(receiver);

        Assert.Equal(DeliveryStatus.Dead, _relay.Deliveries["alt_1", "sub_000001"]!.Status);
        Assert.Equal(SubscriptionStatus.Disabled, _relay.Subscriptions["sub_000001"].Status);
        Assert.Contains("410", _relay.Subscriptions["sub_000001"].StatusReason, StringComparison.Ordinal);
        await _relay.SendEverything(Some.Alert("alt_2"));
        Assert.Single(receiver.Received);
        var entry = Assert.Single(_relay.Audit.Entries);
        Assert.Equal((Actor.Relay, AuditAction.SubscriptionDisabled, "sub_000001"), (entry.Actor, entry.Action, entry.Subject));
        Assert.Equal(("active", "disabled"), (entry.Old!["status"]!.GetValue<string>(), entry.New!["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Days_of_failure_disable_a_subscription_and_end_what_waits_for_it()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        await _relay.RunUntilDead("alt_1");
        Assert.Equal(SubscriptionStatus.Active, _relay.Subscriptions["sub_000001"].Status);
        await _relay.SendEverything(Some.Alert("alt_2"));
        _relay.Clock.Advance(TimeSpan.FromDays(3));
        await _relay.SendEverything(Some.Alert("alt_3"));
        await _relay.RunUntilDead("alt_2");

        Assert.Equal(SubscriptionStatus.Disabled, _relay.Subscriptions["sub_000001"].Status);
        Assert.Contains("2020-01-10", _relay.Subscriptions["sub_000001"].StatusReason, StringComparison.Ordinal);
        await _relay.RunUntilDead("alt_3");
        Assert.Equal("subscription disabled", _relay.Deliveries["alt_3", "sub_000001"]!.Reason);
    }

    [Fact]
    public async Task Two_failures_far_apart_do_not_disable_a_quiet_subscription()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Start(receiver);
        await _relay.RunUntilDead("alt_1");
        _relay.Clock.Advance(TimeSpan.FromDays(60));

        await _relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(SubscriptionStatus.Active, _relay.Subscriptions["sub_000001"].Status);
        Assert.Equal(DeliveryStatus.Pending, _relay.Deliveries["alt_2", "sub_000001"]!.Status);
    }

    [Fact]
    public async Task What_was_sent_to_an_address_that_the_owner_has_left_says_nothing()
    {
        await using var receiver = await Receiver.Start(async context =>
        {
            var subscription = _relay.Subscriptions["sub_000001"];
            var moved = subscription with { Target = new Uri("http://127.0.0.1/new"), Version = subscription.Version + 1 };
            await _relay.Subscriptions.Update(moved, CancellationToken.None);
            context.Response.StatusCode = 410;
        });
        await Start(receiver);

        Assert.Equal(SubscriptionStatus.Active, _relay.Subscriptions["sub_000001"].Status);
    }

    [Fact]
    public async Task The_owners_other_changes_survive_the_relays_note()
    {
        await using var receiver = await Receiver.Start(async context =>
        {
            var subscription = _relay.Subscriptions["sub_000001"];
            await _relay.Subscriptions.Update(subscription with { Name = "Renamed", Version = subscription.Version + 1 }, CancellationToken.None);
            context.Response.StatusCode = 500;
        });
        await Start(receiver);

        Assert.Equal("Renamed", _relay.Subscriptions["sub_000001"].Name);
        Assert.Equal(Some.Time, _relay.Subscriptions["sub_000001"].FailingSince);
    }

    private async Task Start(Receiver receiver)
    {
        await _relay.Subscribe(Some.Subscription(receiver.At("/")));
        await _relay.SendEverything(Some.Alert());
    }
}
