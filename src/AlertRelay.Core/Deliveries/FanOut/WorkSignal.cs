namespace AlertRelay.Deliveries.FanOut;

/// <summary>Tells within this process that the work queue has something new, so that nobody there need wait for the next look at it.</summary>
public sealed class WorkSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends with the next ring. To be taken before the queue is looked at, so that nothing is missed in between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
