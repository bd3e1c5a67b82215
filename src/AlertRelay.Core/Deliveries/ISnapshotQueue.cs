namespace AlertRelay.Deliveries;

/// <summary>Subscriptions that asked for the present levels and have not been sent them yet. A durable list.</summary>
public interface ISnapshotQueue
{
    /// <summary>An id that is listed already stays as it is.</summary>
    Task Add(string subscriptionId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The oldest first.</summary>
    Task<IReadOnlyList<SnapshotRequest>> List(int limit, CancellationToken cancellationToken);

    Task Remove(string subscriptionId, CancellationToken cancellationToken);
}

public sealed record SnapshotRequest(string SubscriptionId, DateTimeOffset At);
