using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>
/// Keeps from being sent at once what its receivers want later or not at all. What is held is a pending delivery in the ledger: durable, and
/// found by whoever sends what is due.
/// </summary>
public sealed class NotificationPolicy(IAlertStore alerts, IDeliveryStore deliveries, TimeProvider time)
{
    // Of a channel, within the time in which nothing is repeated.
    private const int MostRemembered = 200;

    /// <returns>Those to whom the alert is sent now.</returns>
    public async Task<IReadOnlyList<Subscription>> LetThrough(Alert alert, IReadOnlyList<Subscription> wanting, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var repeated = await Repeated(alert, wanting, now, cancellationToken);
        var through = new List<Subscription>(wanting.Count);
        foreach (var subscription in wanting)
        {
            var timing = repeated.Contains(subscription.Id)
                ? new NotificationTiming.Never("told lately, and its level is the same")
                : NotificationPlan.Of(subscription, alert, now);
            if (timing is NotificationTiming.Later(var at))
                await deliveries.Save(Held(subscription).Postponed(at, now), cancellationToken);
            else if (timing is NotificationTiming.Never(var reason))
                await deliveries.Save(Held(subscription) with { Status = DeliveryStatus.Silenced, Reason = reason }, cancellationToken);
            else
                through.Add(subscription);
        }

        return through;

        Delivery Held(Subscription subscription) => new(alert.Id, subscription.Id, DeliveryStatus.Pending, 0, now);
    }

    private async Task<IReadOnlySet<string>> Repeated(Alert alert, IReadOnlyList<Subscription> wanting, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asking = wanting.Where(subscription => subscription.Noise.RepeatAfter is not null).ToList();
        var repeated = new HashSet<string>();
        if (asking.Count == 0 || alert is not { Kind: EventKind.Alert, Change: ChangeKind.Revised })
            return repeated;

        var longest = asking.Max(subscription => subscription.Noise.RepeatAfter!.Value);
        var history = await alerts.List(new AlertQuery { Channels = [alert.Channel], Since = now - longest, Limit = MostRemembered }, cancellationToken);
        foreach (var earlier in history.Alerts.Where(earlier => earlier.Key == alert.Key && earlier.Id != alert.Id))
        {
            var near = asking.Where(subscription => now - earlier.DetectedAt < subscription.Noise.RepeatAfter).Select(subscription => subscription.Id);
            foreach (var subscription in await deliveries.FindAttempted(earlier.Id, [.. near], cancellationToken))
            {
                if (await IsTold(earlier.Id, subscription, cancellationToken))
                    repeated.Add(subscription);
            }
        }

        return repeated;
    }

    // What was kept from a receiver, or never reached it, is no reason to keep the next from it too.
    private async Task<bool> IsTold(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        await deliveries.Find(DeliveryId.Of(alertId, subscriptionId), cancellationToken) is { Status: DeliveryStatus.Delivered or DeliveryStatus.Pending };
}
