namespace AlertRelay.Deliveries;

/// <summary>Subscriptions that asked for the present levels and have not been sent them yet. A durable list.</summary>
public interface ISnapshotQueue
{
    /// <summary>An id that is listed already stays as it is.</summary>
    Task Add(string subscriptionId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The oldest first.</summary>
    /// <param name="after">The last one of the page before; null for the oldest. It need not be listed any more.</param>
    Task<IReadOnlyList<SnapshotRequest>> List(int limit, SnapshotRequest? after, CancellationToken cancellationToken);

    Task Remove(string subscriptionId, CancellationToken cancellationToken);
}

public sealed record SnapshotRequest(string SubscriptionId, DateTimeOffset At);
