namespace AlertRelay.Deliveries.FanOut;

/// <summary>Signals within this process that the work queue has a new item, so that the fan-out loop need not wait for its next look.</summary>
public class WorkSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes with the next signal. Get it before reading the queue, so that no signal in between is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Signals within this process that the history has a new alert.</summary>
public sealed class PublicationSignal : WorkSignal;
