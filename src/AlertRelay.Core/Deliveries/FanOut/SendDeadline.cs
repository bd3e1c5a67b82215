namespace AlertRelay.Deliveries.FanOut;

/// <summary>The timeout of an attempt. When the program stops, a running attempt gets one more second: if it succeeds, it is not repeated.</summary>
internal sealed class SendDeadline : IDisposable
{
    // The Functions host kills a process whose cancelled call has not returned after about two seconds.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _stop;

    public SendDeadline(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _source = new CancellationTokenSource(timeout, time);
        _stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).CancelAfter(Grace), _source);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _stop.Dispose();
        _source.Dispose();
    }
}
