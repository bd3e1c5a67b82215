using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class ConcurrencyLimiterTests : IDisposable
{
    private readonly ConcurrencyLimiter _gate = new(slots: 1, slotsPerHost: 1);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Who_is_called_off_while_waiting_leaves_its_place_to_the_next()
    {
        using var stop = new CancellationTokenSource();
        await _gate.Enter(CancellationToken.None);
        var calledOff = _gate.Enter(stop.Token).AsTask();
        var next = _gate.Enter(CancellationToken.None).AsTask();

        await stop.CancelAsync();
        Assert.False(calledOff.IsCompleted);
        _gate.Leave();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calledOff);
        await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
