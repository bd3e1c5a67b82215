using AlertRelay.Fetching;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Fetching;

public sealed class HostThrottlesTests
{
    private readonly TimedGate _timed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_request_waits_for_nothing()
    {
        await _timed.Visit("example.org");

        Assert.Empty(_timed.Waits);
    }

    [Fact]
    public async Task Requests_to_one_host_are_spaced_from_start_to_start()
    {
        using (await _timed.Gate.Enter("example.org", Cancellation))
            _timed.Time.Advance(TimeSpan.FromMilliseconds(300));

        await _timed.Visit("EXAMPLE.org");

        Assert.Equal([TimeSpan.FromMilliseconds(700)], _timed.Waits);
    }

    [Fact]
    public async Task Chance_adds_to_the_spacing_and_never_takes_away()
    {
        _timed.Chance = 1;
        await _timed.Visit("example.org");
        await _timed.Visit("example.org");

        Assert.Equal([TimeSpan.FromMilliseconds(1250)], _timed.Waits);
    }

    [Fact]
    public async Task A_long_request_earns_the_next_one_its_start()
    {
        using (await _timed.Gate.Enter("example.org", Cancellation))
            _timed.Time.Advance(TimeSpan.FromSeconds(5));

        await _timed.Visit("example.org");

        Assert.Empty(_timed.Waits);
    }

    [Fact]
    public async Task Hosts_do_not_wait_for_each_other()
    {
        using var one = await _timed.Gate.Enter("example.org", Cancellation);
        using var other = await _timed.Gate.Enter("example.net", Cancellation);

        Assert.Empty(_timed.Waits);
    }

    [Fact]
    public async Task One_request_at_a_time_goes_to_a_host()
    {
        var first = await _timed.Gate.Enter("example.org", Cancellation);
        var second = _timed.Gate.Enter("example.org", Cancellation);
        Assert.False(second.IsCompleted);

        first.Dispose();
        first.Dispose();

        var third = _timed.Gate.Enter("example.org", Cancellation);
        using (await second)
            Assert.False(third.IsCompleted);
        (await third).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_block_the_rest()
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = await _timed.Gate.Enter("example.org", Cancellation);
        var second = _timed.Gate.Enter("example.org", impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        await _timed.Visit("example.org");
    }

    [Fact]
    public async Task Who_gives_up_in_a_pause_does_not_block_the_rest()
    {
        await _timed.Visit("example.org");
        _timed.WhilePaused = () => throw new OperationCanceledException();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _timed.Gate.Enter("example.org", Cancellation));
        _timed.WhilePaused = () => { };

        await _timed.Visit("example.org");
    }

    [Fact]
    public async Task A_frozen_clock_does_not_hang_the_gate()
    {
        var gate = new HostThrottles(_timed.Options, _timed.Time, () => 0, (_, _) => Task.CompletedTask);
        gate.BlockHost("example.org", TimeSpan.FromMinutes(1));

        (await gate.Enter("example.org", Cancellation)).Dispose();
        (await gate.Enter("example.org", Cancellation)).Dispose();
    }

    [Fact]
    public void Whatever_comes_starts_never_stand_closer_than_the_spacing() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Double[0, 1]).Array[1, 20].Sample(requests =>
        {
            var time = new FakeTimeProvider();
            var chance = 0.0;
            var gate = new HostThrottles(_timed.Options, time, () => chance, (wait, _) =>
            {
                time.Advance(wait);
                return Task.CompletedTask;
            });
            DateTimeOffset? last = null;
            foreach (var (took, luck) in requests)
            {
                chance = luck;
                var entering = gate.Enter("example.org", CancellationToken.None);
                if (!entering.IsCompletedSuccessfully || time.GetUtcNow() - last < _timed.Options.HostSpacing)
                    return false;

                last = time.GetUtcNow();
                time.Advance(TimeSpan.FromMilliseconds(took));
                entering.GetAwaiter().GetResult().Dispose();
            }

            return true;
        });
}
