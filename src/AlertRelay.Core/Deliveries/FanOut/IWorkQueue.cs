namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Send one alert to the subscriptions that want it, beginning after a cursor; a page at a time. A test alert names its only subscription.
/// </summary>
/// <param name="Cursor">The last subscription of the page before; null to begin.</param>
/// <param name="Trace">Of what caused it, as W3C "traceparent"; null from a version of the relay that did not write it.</param>
/// <param name="EnqueuedAt">By the clock of who enqueued it; null as above.</param>
public sealed record FanOutBatch(string AlertId, string? Cursor = null, string? Trace = null, DateTimeOffset? EnqueuedAt = null);

/// <summary>Durable work, done at least once.</summary>
public interface IWorkQueue
{
    Task Enqueue(FanOutBatch page, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> items, hidden from others for <paramref name="lease"/>; they come again unless completed.</summary>
    Task<IReadOnlyList<WorkItem>> Take(int limit, TimeSpan lease, CancellationToken cancellationToken);

    Task Complete(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Gives what was set aside after too many takes another chance: what stood in its way may be over.</summary>
    /// <returns>How many items came back.</returns>
    Task<int> Revive(CancellationToken cancellationToken);
}

/// <param name="Receipt">The store's own; good for this taking only.</param>
/// <param name="Takes">1 the first time.</param>
public sealed record WorkItem(string Receipt, FanOutBatch Batch, int Takes);
