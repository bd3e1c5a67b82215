using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class EndpointThrottleTests
{
    private readonly EndpointThrottle _pace = new();

    [Fact]
    public void A_target_that_granted_no_rate_is_called_at_any() =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(_pace.TryAcquire(Granting(null), Some.Time)));

    [Fact]
    public void A_granted_rate_is_spread_over_the_minute_and_those_that_wait_come_one_after_the_other()
    {
        var subscription = Granting(6);

        Assert.Null(_pace.TryAcquire(subscription, Some.Time));
        Assert.Equal([10, 20, 30], Enumerable.Range(0, 3).Select(_ => (_pace.TryAcquire(subscription, Some.Time) - Some.Time)!.Value.TotalSeconds));
        Assert.Null(_pace.TryAcquire(subscription, Some.Time.AddSeconds(10)));
        Assert.Null(_pace.TryAcquire(Granting(6) with { Id = "sub_other" }, Some.Time));
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

    [Fact]
    public async Task A_receiver_that_takes_one_message_in_five_seconds_gets_twenty_within_two_minutes_and_no_attempt_counts()
    {
        using var relay = new RelayInMemory();
        var (taken, refused, last) = (0, 0, DateTimeOffset.MinValue);
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            var now = relay.Clock.GetUtcNow();
            if (now - last >= TimeSpan.FromSeconds(5))
            {
                (last, taken) = (now, taken + 1);
                return Task.CompletedTask;
            }

            refused++;
            return Receiver.Saying(429, "5")(context);
        };
        await relay.Subscribe(Some.Subscription(receiver.At("/")));

        for (var number = 1; number <= 20; number++)
            await relay.Publisher.Publish(Some.Alert($"alt_{number}"), CancellationToken.None);
        await relay.SendQueued();
        for (var second = 0; second < 120; second++)
        {
            relay.Clock.Advance(TimeSpan.FromSeconds(1));
            await relay.Worker.RunOnce(CancellationToken.None);
        }

        Assert.Equal(20, taken);
        Assert.InRange(refused, 1, 40);
        Assert.All(Enumerable.Range(1, 20), number => Assert.Equal(0, Counted(relay.Deliveries[$"alt_{number}", "sub_000001"]!)));

        static int Counted(AlertRelay.Deliveries.Delivery delivery) => delivery.Attempts - delivery.Deferrals - 1;
    }

    [Fact]
    public async Task After_a_pause_one_message_goes_at_a_time_until_five_have_succeeded()
    {
        using var relay = new RelayInMemory();
        await using var receiver = await Receiver.Start(Receiver.Saying(503, "10"));
        await relay.Subscribe(Some.Subscription(receiver.At("/")));
        await relay.SendEverything(Some.Alert("alt_0"));

        var (busy, most) = (0, 0);
        receiver.Answer = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref busy));
            await context.Request.Body.CopyToAsync(Stream.Null);
            Interlocked.Decrement(ref busy);
        };
        for (var number = 1; number <= 20; number++)
            await relay.SendEverything(Some.Alert($"alt_{number}"));
        Assert.StartsWith("waits: the receiver asked for a pause", relay.Deliveries["alt_1", "sub_000001"]!.Reason, StringComparison.Ordinal);
        relay.Clock.Advance(TimeSpan.FromSeconds(10));
        await relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(22, receiver.Received.Count);
        Assert.Equal(1, most);
    }

    [Fact]
    public void An_endpoint_that_failed_is_called_by_one_at_a_time_until_five_messages_have_arrived()
    {
        var subscription = Granting(null);
        _pace.Note(subscription, new DeliveryOutcome.Failed("status", 503, null, TimeSpan.FromSeconds(5)), Some.Time);

        for (var arrived = 0; arrived < 5; arrived++)
        {
            Assert.True(_pace.IsRecovering(subscription.Target));
            Assert.True(_pace.TryEnter(subscription.Target));
            Assert.False(_pace.TryEnter(subscription.Target));
            _pace.Leave(subscription.Target);
            _pace.Note(subscription, new DeliveryOutcome.Delivered(204), Some.Time.AddSeconds(6));
        }

        Assert.False(_pace.IsRecovering(subscription.Target));
        Assert.True(_pace.TryEnter(subscription.Target));
        Assert.True(_pace.TryEnter(subscription.Target));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_receiver_that_has_no_place_within_five_seconds_is_left_to_the_retries(bool isSlow)
    {
        using var relay = new RelayInMemory();
        await using var receiver = await Receiver.Start(_ =>
        {
            relay.Clock.Advance(isSlow ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
            return Task.CompletedTask;
        });
        await relay.Subscribe(Some.Subscription(receiver.At("/")));
        await relay.SendEverything(Some.Alert("alt_1"));

        // Each look at the clock takes six seconds.
        relay.Clock.AutoAdvanceAmount = TimeSpan.FromSeconds(6);
        await relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(isSlow ? 1 : 2, receiver.Received.Count);
    }

    [Theory]
    [InlineData("https://discord.com/api/webhooks/1/t", "https://discord.com/api/webhooks/2/u", true)]
    [InlineData("https://discord.com/api/webhooks/1/t", "https://proxy.example/api/webhooks/2/u", false)]
    [InlineData("https://proxy.example/api/webhooks/1/t", "https://discord.com/api/webhooks/2/u", false)]
    [InlineData("https://proxy.example/api/webhooks/1/t", "https://proxy.example:8443/api/webhooks/2/u", false)]
    public void A_global_limit_stops_the_host_that_named_it_and_no_other(string told, string other, bool stops)
    {
        var limit = new DeliveryOutcome.Failed("status", 429, TimeSpan.FromDays(1), TimeSpan.FromDays(1)) { PausesWholePlatform = true };
        _pace.Note(Discord(told), limit, Some.Time);

        Assert.Equal(stops ? Some.Time.AddHours(1) : null, _pace.TryAcquire(Discord(other), Some.Time));
    }

    private static Subscription Discord(string target) => Some.Subscription(new Uri(target)) with { Format = "discord" };

    private static Subscription Granting(int? rate) =>
        Some.Subscription(new Uri("https://receiver.example.org/")) with { Ownership = new Ownership { ProvedAt = Some.Time, RatePerMinute = rate } };
}
