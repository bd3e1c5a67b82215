using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries;

/// <summary>
/// Has what a subscription missed sent to it. The worker sends it as it sends retries: with the same id, at the receiver's pace. A repetition
/// finds nothing to do, because what it asked for is pending by then.
/// </summary>
internal sealed class RecoveryService(HistoryFilter history, IAlertStore alerts, IDeliveryStore deliveries, TimeProvider time)
{
    /// <summary>Deliveries that one call sets going: as many as a receiver can take in minutes.</summary>
    public const int Most = 1000;

    private const int Page = 500;

    /// <summary>Alerts that its filter wants now and that were given up or never tried since then, but none from before the subscription was made.</summary>
    /// <param name="since">Not before the ledger forgets: what was delivered and forgotten would look missed.</param>
    /// <param name="dryRun">True: only counts.</param>
    public async Task<RecoveryCount> Recover(
        Subscription subscription, DateTimeOffset since, DateTimeOffset? until, bool dryRun, CancellationToken cancellationToken)
    {
        var from = since > subscription.CreatedAt ? since : subscription.CreatedAt;
        var wanted = new List<Alert>();
        var look = await history.Look(subscription.Filter, from, until, wanted.Add, cancellationToken);
        var known = await Ledger(subscription.Id, from, cancellationToken);
        var now = time.GetUtcNow();
        var missed = wanted
            .OrderBy(alert => alert.DetectedAt)
            .Select(alert => known.GetValueOrDefault(alert.Id) ?? new Delivery(alert.Id, subscription.Id, DeliveryStatus.Dead, 0, now))
            .Where(delivery => delivery.Status == DeliveryStatus.Dead)
            .ToList();

        var some = missed[..Math.Min(missed.Count, Most)];
        if (!dryRun)
            await SendAgain(some, now, cancellationToken);

        var untried = some.Count(delivery => !known.ContainsKey(delivery.AlertId));
        return new RecoveryCount(some.Count - untried, untried, look.Complete && some.Count == missed.Count);
    }

    /// <summary>Every dead letter whose alert is still in the history; those of test alerts never are.</summary>
    public async Task<RecoveryCount> RetryDead(string subscriptionId, CancellationToken cancellationToken)
    {
        var sendable = new List<Delivery>();
        string? cursor = null;
        do
        {
            var page = await deliveries.OfSubscription(subscriptionId, DeliveryStatus.Dead, cursor, Page, cancellationToken);
            foreach (var dead in page.Deliveries)
            {
                if (await alerts.Find(dead.AlertId, cancellationToken) is not null)
                    sendable.Add(dead);
            }

            cursor = page.Cursor;
        }
        while (cursor is not null && sendable.Count < Most);

        var some = sendable[..Math.Min(sendable.Count, Most)];
        await SendAgain(some, time.GetUtcNow(), cancellationToken);
        return new RecoveryCount(some.Count, 0, cursor is null && some.Count == sendable.Count);
    }

    // Newest first, and in the order of their first record: after one that was last touched before that time, none can tell of a later alert.
    private async Task<Dictionary<string, Delivery>> Ledger(string subscriptionId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Delivery>();
        DeliveryPage page;
        string? cursor = null;
        do
        {
            page = await deliveries.OfSubscription(subscriptionId, status: null, cursor, Page, cancellationToken);
            foreach (var delivery in page.Deliveries)
                known[delivery.AlertId] = delivery;

            cursor = page.Cursor;
        }
        while (cursor is not null && page.Deliveries.All(delivery => delivery.UpdatedAt >= from));

        return known;
    }

    private async Task SendAgain(IEnumerable<Delivery> missed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var delivery in missed)
            await deliveries.Save(delivery.Postponed(now, now), cancellationToken);
    }
}

/// <param name="Dead">Were given up.</param>
/// <param name="Untried">Were never tried: the subscription was paused, disabled or of another filter.</param>
/// <param name="Complete">False: there is more; call again.</param>
internal sealed record RecoveryCount(int Dead, int Untried, bool Complete);
