using AlertRelay.Deliveries.Verification;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Verification;

/// <summary>Permission that comes later, by the address that OPTIONS gave; changes meanwhile; and how often a target is asked.</summary>
public sealed partial class OwnershipCheckTests
{
    [Fact]
    public async Task The_address_of_OPTIONS_proves_it_once_within_a_day()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(404));
        await Try(receiver);
        var token = new Uri(receiver.Received.First().Header("WebHook-Request-Callback")!).Query["?token=".Length..];

        Assert.Null(await _relay.Ownership.Confirm("sub_000001", token + "x", null, Cancellation));
        Assert.Null(await _relay.Ownership.Confirm("sub_000002", token, null, Cancellation));
        var confirmed = await _relay.Ownership.Confirm("sub_000001", token, 12, Cancellation);

        Assert.Equal(
            (SubscriptionStatus.Active, OwnershipProof.Callback, 12), (confirmed!.Status, confirmed.Ownership!.Proof, confirmed.Ownership.RatePerMinute));
        Assert.Null(await _relay.Ownership.Confirm("sub_000001", token, null, Cancellation));
    }

    [Fact]
    public async Task The_address_is_worth_nothing_after_a_day_or_for_another_target()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(404));
        await Try(receiver);
        var token = new Uri(receiver.Received.First().Header("WebHook-Request-Callback")!).Query["?token=".Length..];
        var stored = _relay.Subscriptions["sub_000001"];

        _relay.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Null(await _relay.Ownership.Confirm("sub_000001", token, null, Cancellation));

        _relay.Clock.SetUtcNow(_relay.Clock.GetUtcNow());
        await _relay.Subscriptions.Update(stored.MovedTo(receiver.At("/new")) with { Version = stored.Version + 1 }, Cancellation);
        Assert.Null(await _relay.Ownership.Confirm("sub_000001", token, null, Cancellation));
    }

    [Fact]
    public async Task A_permission_that_comes_while_the_challenge_is_answered_is_not_undone()
    {
        string? callback = null;
        await using var receiver = await Receiver.Start();
        receiver.Answer = async context =>
        {
            callback ??= context.Request.Headers["WebHook-Request-Callback"];
            if (context.Request.Method == "POST")
                await _relay.Ownership.Confirm("sub_000001", new Uri(callback!).Query["?token=".Length..], null, CancellationToken.None);
        };

        Assert.Equal((SubscriptionStatus.Active, OwnershipProof.Callback), ((await Try(receiver)).Status, _relay.Subscriptions["sub_000001"].Ownership!.Proof));
    }

    [Fact]
    public async Task A_target_that_changes_while_it_is_asked_proves_nothing_for_the_new_one()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = async context =>
        {
            var stored = _relay.Subscriptions["sub_000001"];
            await _relay.Subscriptions.Update(stored.MovedTo(receiver.At("/new")) with { Version = stored.Version + 1 }, CancellationToken.None);
            await Permitting("*", null)(context);
        };
        var subscription = Unproved(receiver);
        await _relay.Subscribe(subscription);

        Assert.IsType<VerificationAttempt.Overtaken>(await _relay.Ownership.Try(subscription, isLimited: true, Cancellation));
        Assert.False(_relay.Subscriptions["sub_000001"].IsProved);
    }

    [Fact]
    public async Task An_owner_may_have_a_target_asked_five_times_an_hour()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(404));
        var subscription = await Try(receiver);
        for (var again = 1; again < Ownership.MaxAttempts; again++)
            subscription = Assert.IsType<VerificationAttempt.Made>(await _relay.Ownership.Try(subscription, isLimited: true, Cancellation)).Subscription;

        Assert.Equal(
            Some.Time.AddHours(1), Assert.IsType<VerificationAttempt.TooMany>(await _relay.Ownership.Try(subscription, isLimited: true, Cancellation)).Until);
        Assert.Equal(2 * Ownership.MaxAttempts, receiver.Received.Count);
        Assert.IsType<VerificationAttempt.Made>(await _relay.Ownership.Try(subscription, isLimited: false, Cancellation));
    }

    [Fact]
    public async Task A_tenants_subscriptions_together_have_one_host_asked_sixty_times_an_hour()
    {
        await using var receiver = await Receiver.Start(Permitting("*", null));
        for (var number = 1; number <= VerificationLimits.MaxPerHost + 1; number++)
        {
            var subscription = Unproved(receiver, number);
            await _relay.Subscribe(subscription);
            var made = await _relay.Ownership.Try(subscription, isLimited: true, Cancellation) is VerificationAttempt.Made;
            Assert.Equal(number <= VerificationLimits.MaxPerHost, made);
        }

        Assert.Equal(VerificationLimits.MaxPerHost, receiver.Received.Count);
        var other = Unproved(receiver, 100) with { Tenant = "another" };
        await _relay.Subscribe(other);
        Assert.IsType<VerificationAttempt.Made>(await _relay.Ownership.Try(other, isLimited: true, Cancellation));

        _relay.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<VerificationAttempt.Made>(
            await _relay.Ownership.Try(_relay.Subscriptions[$"sub_{VerificationLimits.MaxPerHost + 1:D6}"], isLimited: true, Cancellation));
    }
}
