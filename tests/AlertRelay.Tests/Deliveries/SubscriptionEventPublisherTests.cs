using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries;

/// <summary>The owner of a subscription learns what becomes of it by another one.</summary>
public sealed class SubscriptionEventPublisherTests : IDisposable
{
    private static readonly Filter News = new() { Kinds = [EventKind.Subscription], Channels = ["xx-other"] };

    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task The_owner_is_warned_before_a_subscription_is_disabled_and_told_when_it_is()
    {
        await using var broken = await Receiver.Start(Receiver.Saying(500));
        await using var owner = await Receiver.Start();
        await Subscribe(broken, owner);

        await Fail("alt_1");
        await _relay.SendEverything(Some.Alert("alt_2"));
        Assert.Equal("/acme org.alertrelay.subscription.failing sub_000001", Assert.Single(Told(owner)));
        Assert.Equal(SubscriptionStatus.Active, _relay.Subscriptions["sub_000001"].Status);
        Assert.Contains("disabled from 2020-01-15 00:50 UTC on", _relay.Subscriptions["sub_000001"].StatusReason, StringComparison.Ordinal);

        await Fail("alt_2");

        Assert.Equal(["/acme org.alertrelay.subscription.failing sub_000001", "/acme org.alertrelay.subscription.disabled sub_000001"], Told(owner));
        Assert.Equal(SubscriptionStatus.Disabled, _relay.Subscriptions["sub_000001"].Status);
    }

    [Fact]
    public async Task A_subscription_that_is_reached_again_after_a_warning_is_told_too()
    {
        await using var broken = await Receiver.Start(Receiver.Saying(500));
        await using var owner = await Receiver.Start();
        await Subscribe(broken, owner);
        await Fail("alt_1");

        broken.Answer = null;
        await _relay.SendEverything(Some.Alert("alt_2"));
        await _relay.SendQueued();

        Assert.Equal(["/acme org.alertrelay.subscription.failing sub_000001", "/acme org.alertrelay.subscription.recovered sub_000001"], Told(owner));
        Assert.Null(_relay.Subscriptions["sub_000001"].StatusReason);
    }

    [Fact]
    public async Task A_subscription_that_is_gone_is_told_once()
    {
        await using var broken = await Receiver.Start(Receiver.Saying(410));
        await using var owner = await Receiver.Start();
        await Subscribe(broken, owner);

        await _relay.SendEverything(Some.Alert("alt_1"));
        await _relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal("/acme org.alertrelay.subscription.disabled sub_000001", Assert.Single(Told(owner)));
    }

    [Fact]
    public async Task Where_very_many_fail_at_once_the_owner_is_told_of_the_first_only()
    {
        await using var broken = await Receiver.Start(Receiver.Saying(410));
        await using var owner = await Receiver.Start();
        await Subscribe(broken, owner);
        await _relay.Subscribe(Some.Numbered(broken, 30, from: 100));
        await _relay.Subscribe(Some.Subscription(broken.At("/globex"), 200) with { Tenant = "globex" });

        await _relay.SendEverything(Some.Alert("alt_1"));

        Assert.Equal(SubscriptionEventPublisher.MaxPerHour, owner.Received.Count(received => received.Path == "/acme"));
        Assert.Single(owner.Received, received => received.Path == "/globex");
        _relay.Clock.Advance(TimeSpan.FromHours(1));
        await _relay.Subscribe(Some.Subscription(broken.At("/later"), 300));
        await _relay.SendEverything(Some.Alert("alt_2"));
        Assert.Equal(SubscriptionEventPublisher.MaxPerHour + 1, owner.Received.Count(received => received.Path == "/acme"));
    }

    // The broken one wants news of subscriptions as well, but not of itself; another tenant's wants them too, and must not get these.
    private Task Subscribe(Receiver broken, Receiver owner) => _relay.Subscribe(
        Some.Subscription(broken.At("/broken"), 1) with { Filter = new Filter { Kinds = [EventKind.Alert, EventKind.Subscription] } },
        Some.Subscription(owner.At("/acme"), 2) with { Filter = News },
        Some.Subscription(owner.At("/globex"), 3) with { Filter = News, Tenant = "globex" });

    private async Task Fail(string alert)
    {
        await _relay.SendEverything(Some.Alert(alert));
        await _relay.RunUntilDead(alert);
        await _relay.SendQueued();
    }

    private static List<string> Told(Receiver owner) => [.. owner.Received.Select(received => (received.Path, JsonDocument.Parse(received.Body).RootElement))
        .Select(told => $"{told.Path} {told.RootElement.GetProperty("type")} {told.RootElement
            .GetProperty("data")
            .GetProperty("subscription")
            .GetProperty("id")}")];
}
