using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries;

/// <summary>
/// Sends a subscription the alerts that it missed. The retry worker sends them with the same ids and within the rate limits. Repeating the call
/// does nothing, because the deliveries are then pending.
/// </summary>
internal sealed class RecoveryService(HistoryFilter history, IAlertStore alerts, IDeliveryStore deliveries, TimeProvider time)
{
    /// <summary>The maximum number of deliveries per call: a receiver can take as many within minutes.</summary>
    public const int MaxPerCall = 1000;

    private const int PageSize = 500;

    /// <summary>
    /// Alerts that match its current filter and were dead-lettered, superseded or never attempted, but none from before the subscription was
    /// created.
    /// </summary>
    /// <param name="since">Within the ledger's retention: a delivery that was deleted from it would look missed.</param>
    /// <param name="dryRun">True: only counts.</param>
    public async Task<RecoveryCount> Recover(
        Subscription subscription, DateTimeOffset since, DateTimeOffset? until, bool dryRun, CancellationToken cancellationToken)
    {
        var from = since > subscription.CreatedAt ? since : subscription.CreatedAt;
        var matching = new List<Alert>();
        var search = await history.Search(subscription.Filter, from, until, matching.Add, cancellationToken);
        var known = await ReadLedger(subscription.Id, from, cancellationToken);
        var now = time.GetUtcNow();
        var missed = matching
            .OrderBy(alert => alert.DetectedAt)
            .Select(alert => known.GetValueOrDefault(alert.Id) ?? new Delivery(alert.Id, subscription.Id, DeliveryStatus.Dead, 0, now))
            .Where(delivery => delivery.Status is DeliveryStatus.Dead or DeliveryStatus.Superseded)
            .ToList();

        var selected = missed[..Math.Min(missed.Count, MaxPerCall)];
        if (!dryRun)
            await ScheduleAll(selected, now, cancellationToken);

        var superseded = selected.Count(delivery => delivery.Status == DeliveryStatus.Superseded);
        var unattempted = selected.Count(delivery => !known.ContainsKey(delivery.AlertId));
        return new RecoveryCount(selected.Count - unattempted - superseded, unattempted, superseded, search.Complete && selected.Count == missed.Count);
    }

    /// <summary>Retries every dead letter whose alert is still in the history. Test alerts never are.</summary>
    public async Task<RecoveryCount> RetryDead(string subscriptionId, CancellationToken cancellationToken)
    {
        var retryable = new List<Delivery>();
        string? cursor = null;
        do
        {
            var page = await deliveries.OfSubscription(subscriptionId, DeliveryStatus.Dead, cursor, PageSize, cancellationToken);
            foreach (var dead in page.Deliveries)
            {
                if (await alerts.Find(dead.AlertId, cancellationToken) is not null)
                    retryable.Add(dead);
            }

            cursor = page.Cursor;
        }
        while (cursor is not null && retryable.Count < MaxPerCall);

        var selected = retryable[..Math.Min(retryable.Count, MaxPerCall)];
        await ScheduleAll(selected, time.GetUtcNow(), cancellationToken);
        return new RecoveryCount(selected.Count, 0, 0, cursor is null && selected.Count == retryable.Count);
    }

    // Deliveries come newest first, by their first record. After one that was last updated before that time, no later alert can follow.
    private async Task<Dictionary<string, Delivery>> ReadLedger(string subscriptionId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Delivery>();
        DeliveryPage page;
        string? cursor = null;
        do
        {
            page = await deliveries.OfSubscription(subscriptionId, status: null, cursor, PageSize, cancellationToken);
            foreach (var delivery in page.Deliveries)
                known[delivery.AlertId] = delivery;

            cursor = page.Cursor;
        }
        while (cursor is not null && page.Deliveries.All(delivery => delivery.UpdatedAt >= from));

        return known;
    }

    private async Task ScheduleAll(IEnumerable<Delivery> missed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var delivery in missed)
            await deliveries.Save(delivery.Requested(now), cancellationToken);
    }
}

/// <param name="Dead">Dead-lettered.</param>
/// <param name="Untried">Never attempted: the subscription was paused or disabled, or had another filter.</param>
/// <param name="Superseded">Not sent because of a newer alert; the message says so.</param>
/// <param name="Complete">False if there are more: call again.</param>
internal sealed record RecoveryCount(int Dead, int Untried, int Superseded, bool Complete);
