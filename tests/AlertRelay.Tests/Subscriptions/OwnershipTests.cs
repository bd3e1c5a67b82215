using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Subscriptions;

public sealed class OwnershipTests
{
    private static readonly Uri Elsewhere = new("https://elsewhere.example.org/");

    private static readonly Ownership Shown = new()
    {
        ProvedAt = Some.Time,
        Proof = OwnershipProof.Handshake,
        Origin = "relay.example.org",
        RatePerMinute = 60,
        RecentAttempts = [Some.Time],
    };

    private static readonly Subscription Active = Some.Subscription(new Uri("https://receiver.example.org/")) with { Ownership = Shown };

    [Fact]
    public void Those_of_a_time_when_nothing_had_to_be_proved_count_as_proved() => Assert.True((Active with { Ownership = null }).IsProved);

    [Theory]
    [InlineData(SubscriptionStatus.Active, SubscriptionStatus.Unverified)]
    [InlineData(SubscriptionStatus.Unverified, SubscriptionStatus.Unverified)]
    [InlineData(SubscriptionStatus.Paused, SubscriptionStatus.Paused)]
    [InlineData(SubscriptionStatus.Disabled, SubscriptionStatus.Disabled)]
    public void A_new_target_has_proved_nothing(SubscriptionStatus before, SubscriptionStatus after)
    {
        var moved = (Active with { Status = before }).MovedTo(Elsewhere);

        Assert.Equal((after, false, Elsewhere), (moved.Status, moved.IsProved, moved.Target));
        Assert.Equal((null, null), (moved.Ownership!.Origin, moved.Ownership.RatePerMinute));
        Assert.Equal([Some.Time], moved.Ownership.RecentAttempts);
    }

    [Fact]
    public void The_same_target_has_proved_what_it_did() => Assert.Same(Active, Active.MovedTo(Active.Target));

    [Fact]
    public void Resuming_does_not_prove_anything()
    {
        Assert.Equal(SubscriptionStatus.Active, (Active with { Status = SubscriptionStatus.Paused }).Resumed().Status);
        Assert.Equal(SubscriptionStatus.Unverified, (Active with { Status = SubscriptionStatus.Paused }).MovedTo(Elsewhere).Resumed().Status);
    }

    [Fact]
    public void A_paused_one_may_prove_itself_and_stays_paused()
    {
        var paused = (Active with { Status = SubscriptionStatus.Paused, StatusReason = "paused by its owner" }).MovedTo(Elsewhere);

        var proved = paused.Proved(Shown);

        Assert.Equal((SubscriptionStatus.Paused, "paused by its owner", true), (proved.Status, proved.StatusReason, proved.IsProved));
        Assert.Equal(SubscriptionStatus.Active, proved.Resumed().Status);
    }

    [Fact]
    public void Five_tries_an_hour_and_then_a_wait()
    {
        var ownership = new Ownership();
        for (var minute = 0; minute < Ownership.MaxAttempts; minute++)
        {
            Assert.Null(ownership.WaitsUntil(Some.Time.AddMinutes(minute)));
            ownership = ownership.WithAttempt(Some.Time.AddMinutes(minute), "hash", Some.Time.AddDays(1));
        }

        Assert.Equal(Some.Time.AddHours(1), ownership.WaitsUntil(Some.Time.AddMinutes(59)));
        Assert.Null(ownership.WaitsUntil(Some.Time.AddHours(1)));
        Assert.Equal(
            Some.Time.AddHours(1).AddMinutes(1), ownership.WithAttempt(Some.Time.AddHours(1), "hash", Some.Time.AddDays(1)).WaitsUntil(Some.Time.AddHours(1)));
    }
}
