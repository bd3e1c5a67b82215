namespace AlertRelay.Deliveries;

/// <summary>The ledger: every delivery with every attempt. It is also what a repeated page asks, so that it sends only what is not recorded.</summary>
public interface IDeliveryStore
{
    /// <summary>More than the alerts that can be on their way to one subscription when a process ends.</summary>
    const int RecentNumbers = 64;

    /// <summary>Those of the subscriptions to which the alert was tried already, whatever came of it.</summary>
    Task<IReadOnlySet<string>> FindAttempted(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken);

    /// <summary>
    /// The alert's number in each of these subscriptions' own counts, which run from 1 without a gap. Asked again while the last
    /// <see cref="RecentNumbers"/> numbers of a subscription are given out, the number is the same: what a crash interrupted goes on with it.
    /// </summary>
    Task<IReadOnlyDictionary<string, long>> Number(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken);

    /// <summary>Writes attempts and the deliveries' new state in one transaction; repeating it changes nothing.</summary>
    Task Record(IReadOnlyList<(Delivery Delivery, Attempt Attempt)> outcomes, CancellationToken cancellationToken);

    /// <summary>Pending deliveries whose time has come, each taken for <paramref name="lease"/>: nobody else gets them meanwhile.</summary>
    Task<IReadOnlyList<Delivery>> TakeDue(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="TakeDue"/> would find something.</summary>
    Task<bool> IsAnyDue(DateTimeOffset now, CancellationToken cancellationToken);

    Task<Delivery?> Find(string deliveryId, CancellationToken cancellationToken);

    /// <summary>Sets a delivery's state without an attempt (sent again by hand, given up because its subscription is gone).</summary>
    Task Save(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>The last number that the subscription's count has come to; 0 before the first.</summary>
    Task<long> LastNumber(string subscriptionId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<DeliveryPage> OfSubscription(string subscriptionId, DeliveryStatus? status, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>In the order they were made.</summary>
    Task<IReadOnlyList<Attempt>> Attempts(string alertId, string subscriptionId, CancellationToken cancellationToken);

    /// <summary>Forgets what was settled before then, with its attempts; pending deliveries stay. Reads the whole ledger: for once a day.</summary>
    /// <returns>How many deliveries were forgotten.</returns>
    Task<int> Forget(DateTimeOffset settledBefore, CancellationToken cancellationToken);
}

/// <param name="Cursor">Null at the end.</param>
public sealed record DeliveryPage(IReadOnlyList<Delivery> Deliveries, string? Cursor);
