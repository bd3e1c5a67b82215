using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class ConcurrencyLimiterTests
{
    private readonly FakeTimeProvider _clock = new(Some.Time);

    [Fact]
    public async Task Who_is_called_off_while_waiting_leaves_its_place_to_the_next()
    {
        var limiter = new ConcurrencyLimiter(slots: 1, slotsPerHost: 1, _clock);
        using var stop = new CancellationTokenSource();
        var first = await limiter.Enter(Of("a"), CancellationToken.None);
        var calledOff = limiter.Enter(Of("a"), stop.Token).AsTask();
        var next = limiter.Enter(Of("a"), CancellationToken.None).AsTask();

        await stop.CancelAsync();
        Assert.False(calledOff.IsCompleted);
        limiter.Leave(first, Of("a"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calledOff);
        await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_tenant_never_holds_all_slots_and_those_that_wait_take_turns()
    {
        var limiter = new ConcurrencyLimiter(slots: 4, slotsPerHost: 8, _clock);
        var large = Enumerable.Range(0, 6).Select(number => Enter(limiter, "large", number)).ToList();
        Assert.Equal([true, true, true, false, false, false], large.Select(call => call.IsCompleted));

        var small = Enumerable.Range(0, 2).Select(number => Enter(limiter, "small", number)).ToList();
        Assert.Equal([true, false], small.Select(call => call.IsCompleted));

        limiter.Leave(await large[0], Of("large"));
        limiter.Leave(await large[1], Of("large", 1));
        Assert.True((await Task.WhenAny(large[3], Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))) == large[3]);
        await small[1].WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.False(large[4].IsCompleted);
    }

    [Theory]
    [InlineData(999, false)]
    [InlineData(1000, true)]
    public async Task A_call_that_takes_a_second_makes_room_for_others(int milliseconds, bool makesRoom)
    {
        var limiter = new ConcurrencyLimiter(slots: 1, slotsPerHost: 8, _clock);
        await Enter(limiter, "slow", 1);
        var other = Enter(limiter, "other", 2);

        // The sweep looks four times a second.
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        if (makesRoom)
            await other.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        else
            Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task Receivers_that_were_slow_wait_for_each_other_and_not_before_others_until_they_are_fast_again()
    {
        var limiter = new ConcurrencyLimiter(slots: 1, slotsPerHost: 8, _clock);
        var call = await Enter(limiter, "slow", 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        limiter.Leave(call, Of("slow", 1));
        Assert.True(limiter.IsSlow(Of("slow", 1).Target));

        var slow = Enumerable.Range(0, 4).Select(_ => Enter(limiter, "slow", 1)).ToList();
        Assert.Equal([true, true, true, false], slow.Select(each => each.IsCompleted));
        Assert.True(Enter(limiter, "slow", 2).IsCompleted);

        limiter.Leave(await slow[0], Of("slow", 1));
        Assert.False(limiter.IsSlow(Of("slow", 1).Target));
    }

    private static Task<FairSlots.Slot> Enter(ConcurrencyLimiter limiter, string tenant, int number = 0) =>
        limiter.Enter(Of(tenant, number), CancellationToken.None).AsTask();

    private static Subscription Of(string tenant, int number = 0) =>
        Some.Subscription(new Uri($"https://{tenant}{number}.example/")) with { Tenant = tenant };
}
