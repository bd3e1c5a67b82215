using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class EndpointThrottleTests
{
    private readonly EndpointThrottle _pace = new();

    [Fact]
    public void A_target_that_granted_no_rate_is_called_at_any() =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(_pace.Turn(Granting(null), Some.Time)));

    [Fact]
    public void A_granted_rate_is_spread_over_the_minute_and_those_that_wait_come_one_after_the_other()
    {
        var subscription = Granting(6);

        Assert.Null(_pace.Turn(subscription, Some.Time));
        Assert.Equal([10, 20, 30], Enumerable.Range(0, 3).Select(_ => (_pace.Turn(subscription, Some.Time) - Some.Time)!.Value.TotalSeconds));
        Assert.Null(_pace.Turn(subscription, Some.Time.AddSeconds(10)));
        Assert.Null(_pace.Turn(Granting(6) with { Id = "sub_other" }, Some.Time));
    }

    [Fact]
    public async Task In_no_minute_does_a_target_get_more_than_it_granted_and_in_the_end_it_gets_all()
    {
        using var relay = new RelayInMemory();
        var times = new List<DateTimeOffset>();
        await using var receiver = await Receiver.Start();
        receiver.Answer = _ =>
        {
            lock (times)
                times.Add(relay.Clock.GetUtcNow());
            return Task.CompletedTask;
        };
        await relay.Subscribe(Some.Subscription(receiver.At("/")) with { Ownership = new Ownership { ProvedAt = Some.Time, RatePerMinute = 4 } });

        for (var number = 1; number <= 10; number++)
            await relay.SendEverything(Some.Alert($"alt_{number}"));
        for (var second = 0; second < 200; second++)
        {
            relay.Clock.Advance(TimeSpan.FromSeconds(1));
            await relay.Worker.RunOnce(CancellationToken.None);
        }

        Assert.Equal(10, times.Count);
        Assert.All(times, start => Assert.InRange(times.Count(time => time >= start && time < start.AddMinutes(1)), 1, 4));
    }

    private static Subscription Granting(int? rate) =>
        Some.Subscription(new Uri("https://receiver.example.org/")) with { Ownership = new Ownership { ProvedAt = Some.Time, RatePerMinute = rate } };
}
