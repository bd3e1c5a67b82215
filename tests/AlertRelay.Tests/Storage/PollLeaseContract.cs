using AlertRelay.Polling;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of poll leases must do. Each store inherits it and says how to open one.</summary>
public abstract class PollLeaseContract
{
    private const string Channel = "uk-fcdo-travel";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Opens the same data again, as another instance does.</summary>
    protected abstract IPollLease Open();

    protected abstract FakeTimeProvider Time { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_is_leased_to_one_at_a_time()
    {
        var lease = Open();

        Assert.True(await lease.TryTake(Channel, Lease, Cancellation));
        Assert.False(await lease.TryTake(Channel, Lease, Cancellation));
        Assert.False(await Open().TryTake(Channel, Lease, Cancellation));
        Assert.True(await Open().TryTake("other/channel", Lease, Cancellation));
    }

    [Fact]
    public async Task What_is_released_can_be_taken_again()
    {
        var lease = Open();
        await lease.TryTake(Channel, Lease, Cancellation);

        await lease.Release(Channel, Cancellation);
        await lease.Release(Channel, Cancellation);

        Assert.True(await Open().TryTake(Channel, Lease, Cancellation));
    }

    [Fact]
    public async Task Who_died_holds_it_up_no_longer_than_the_lease()
    {
        await Open().TryTake(Channel, Lease, Cancellation);

        Time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.False(await Open().TryTake(Channel, Lease, Cancellation));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Open().TryTake(Channel, Lease, Cancellation));
    }

    [Fact]
    public async Task Who_was_too_slow_does_not_release_what_another_one_has_taken()
    {
        var slow = Open();
        await slow.TryTake(Channel, Lease, Cancellation);
        Time.Advance(Lease);
        await Open().TryTake(Channel, Lease, Cancellation);

        await slow.Release(Channel, Cancellation);

        Assert.False(await Open().TryTake(Channel, Lease, Cancellation));
    }

    // Twice a lease is more than clocks that agree can make of one; see the stores. Milliseconds, because the emulator of Azure's tables
    // keeps 64-bit numbers as doubles, which round today's ticks.
    [Theory]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public async Task A_lease_of_a_clock_that_was_ahead_counts_only_while_it_ends_within_two_leases(long millisecondsMore, bool free)
    {
        var ahead = Time.GetUtcNow();
        await Open().TryTake(Channel, Lease, Cancellation);

        Time.AdjustTime(ahead - Lease - TimeSpan.FromMilliseconds(millisecondsMore));

        Assert.Equal(free, await Open().TryTake(Channel, Lease, Cancellation));
    }

    [Fact]
    public async Task A_lease_that_was_taken_over_from_a_clock_that_was_ahead_counts_by_the_right_clock()
    {
        await Open().TryTake(Channel, Lease, Cancellation);
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromDays(365));
        Assert.True(await Open().TryTake(Channel, Lease, Cancellation));

        Time.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.False(await Open().TryTake(Channel, Lease, Cancellation));
        Time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.True(await Open().TryTake(Channel, Lease, Cancellation));
    }

    [Fact]
    public async Task Of_thirty_who_race_one_wins()
    {
        var instances = new[] { Open(), Open(), Open() };

        var won = await Task.WhenAll(Enumerable.Range(0, 30).Select(racer => Task.Run(() => instances[racer % 3].TryTake(Channel, Lease, Cancellation))));

        Assert.Single(won, taken => taken);
    }
}
