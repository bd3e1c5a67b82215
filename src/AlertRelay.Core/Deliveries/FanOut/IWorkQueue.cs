namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Sends one alert to one batch of the subscriptions that match it, starting after a cursor. A test alert names its only subscription.
/// </summary>
/// <param name="Cursor">The last subscription of the batch before; null for the first batch.</param>
/// <param name="Trace">The trace of the cause, as W3C "traceparent"; null from earlier versions of the relay.</param>
/// <param name="EnqueuedAt">By the clock of the process that enqueued it; null from earlier versions of the relay.</param>
public sealed record FanOutBatch(string AlertId, string? Cursor = null, string? Trace = null, DateTimeOffset? EnqueuedAt = null);

/// <summary>A durable queue with at-least-once processing.</summary>
public interface IWorkQueue
{
    Task Enqueue(FanOutBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Queues the batch after this one, only once however often this one is repeated: a batch that fails ten times must not start ten fan-outs.
    /// </summary>
    /// <returns>The cursor of the next batch. After a failure it is the first try's, whatever subscriptions there are now.</returns>
    Task<string> EnqueueNext(FanOutBatch batch, FanOutBatch next, CancellationToken cancellationToken);

    /// <summary>Forgets which batches enqueued their next one, where that was before a given time. For once a day.</summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetEnqueued(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> items, hidden from others for <paramref name="lease"/>. Items that are not completed come again.</summary>
    Task<IReadOnlyList<WorkItem>> Take(int limit, TimeSpan lease, CancellationToken cancellationToken);

    Task Complete(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Queues poison items again, because the cause of their failures may be gone.</summary>
    /// <returns>How many items were queued again.</returns>
    Task<int> Revive(CancellationToken cancellationToken);
}

/// <param name="Receipt">Opaque, and valid for this lease only.</param>
/// <param name="Takes">How often the item was taken: 1 the first time.</param>
public sealed record WorkItem(string Receipt, FanOutBatch Batch, int Takes);

/// <summary>Starts the retry worker when retries are due before the next maintenance run, which starts it once a minute anyway.</summary>
public interface IRetryQueue
{
    Task Schedule(DateTimeOffset due, CancellationToken cancellationToken);
}

/// <summary>For the standalone host, whose loop looks for due retries all the time.</summary>
internal sealed class NoRetryQueue : IRetryQueue
{
    public Task Schedule(DateTimeOffset due, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Signals within this process that the work queue has a new item, so that the fan-out loop need not wait for its next look.</summary>
public class WorkSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes with the next signal. Get it before reading the queue, so that no signal in between is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Signals within this process that the history has a new alert.</summary>
public sealed class PublicationSignal : WorkSignal;
