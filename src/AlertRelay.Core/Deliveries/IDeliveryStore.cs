namespace AlertRelay.Deliveries;

/// <summary>The ledger: every delivery with every attempt. A repeated fan-out batch checks it, and sends only what is not recorded.</summary>
public interface IDeliveryStore
{
    /// <summary>More than the number of unrecorded sends to one subscription when a process crashes.</summary>
    const int RecentNumbers = 64;

    /// <summary>The recorded deliveries of an alert, by subscription. Those without a record are left out.</summary>
    Task<IReadOnlyDictionary<string, Delivery>> OfAlert(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken);

    /// <summary>
    /// Assigns the alert the next sequence number of each subscription, from 1 without gaps. A repeated call returns the same number, as long as it is
    /// among the last <see cref="RecentNumbers"/>: a delivery that a crash interrupted keeps its number.
    /// </summary>
    Task<IReadOnlyDictionary<string, long>> Number(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the alert has a number of the subscription, among its last <see cref="RecentNumbers"/>. A number without a recorded attempt is of a send
    /// that a crash interrupted: it may have arrived.
    /// </summary>
    Task<bool> IsNumbered(string alertId, string subscriptionId, CancellationToken cancellationToken);

    /// <summary>Writes attempts and the deliveries' new state in one transaction; repeating it changes nothing.</summary>
    Task Record(IReadOnlyList<(Delivery Delivery, Attempt Attempt)> outcomes, CancellationToken cancellationToken);

    /// <summary>
    /// Due deliveries, each leased for <paramref name="lease"/>: no other caller gets them meanwhile. Those whose earlier lease ended without a record are
    /// interrupted ones.
    /// </summary>
    Task<IReadOnlyList<Delivery>> TakeDue(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Leases this pending delivery for <paramref name="lease"/>, whether it is due or not. For few deliveries: it costs several requests.
    /// </summary>
    /// <returns>False if it is no longer pending, or somebody else holds its lease.</returns>
    Task<bool> Take(string alertId, string subscriptionId, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Makes pending deliveries due now whose time, or whose lease, lies after <paramref name="latest"/>: a clock that was ahead has set it.
    /// </summary>
    /// <returns>How many.</returns>
    Task<int> BringForward(DateTimeOffset latest, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="TakeDue"/> would find something.</summary>
    Task<bool> IsAnyDue(DateTimeOffset now, CancellationToken cancellationToken);

    Task<Delivery?> Find(string deliveryId, CancellationToken cancellationToken);

    /// <summary>Sets a delivery's state without an attempt, for example when its subscription is deleted.</summary>
    Task Save(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>The subscription's last sequence number; 0 before the first.</summary>
    Task<long> LastNumber(string subscriptionId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<DeliveryPage> OfSubscription(string subscriptionId, DeliveryStatus? status, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>The deliveries of one alert, in the order of their ids: who got it, and who did not.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this alert's list.</exception>
    Task<DeliveryPage> OfAlert(string alertId, DeliveryQuery query, CancellationToken cancellationToken);

    /// <summary>Deliveries in every state but <see cref="DeliveryStatus.Delivered"/>, of all subscriptions, newest first.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    Task<DeliveryPage> Undelivered(DeliveryQuery query, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<Attempt>> Attempts(string alertId, string subscriptionId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes deliveries that ended before then, with their attempts. Adds to <see cref="Undelivered"/> what an older version of the relay recorded.
    /// Reads the whole ledger, so it is for once a day.
    /// </summary>
    /// <returns>How many deliveries were deleted.</returns>
    Task<int> Forget(DateTimeOffset settledBefore, CancellationToken cancellationToken);
}

/// <param name="Status">Null for all.</param>
/// <param name="Tenant">Only of the subscriptions that this tenant has now; null for all.</param>
public sealed record DeliveryQuery(DeliveryStatus? Status, string? Tenant, string? Cursor, int Limit);

/// <summary>It may be short, or empty, where the query is narrow; its cursor goes on.</summary>
/// <param name="Cursor">Null at the end.</param>
public sealed record DeliveryPage(IReadOnlyList<Delivery> Deliveries, string? Cursor);
