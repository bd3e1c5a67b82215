namespace AlertRelay.Deliveries.FanOut;

/// <summary>How long an attempt may take. When the program stops, one that is on its way gets a moment: answered in that, it need not be repeated.</summary>
internal sealed class SendDeadline : IDisposable
{
    // The Functions host kills a program whose cancelled call has not returned after about two seconds.
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
