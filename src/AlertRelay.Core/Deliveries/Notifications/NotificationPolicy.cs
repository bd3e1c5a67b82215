using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>
/// Applies each subscription's notification settings: send now, send later, or never. A later alert is a pending delivery in the ledger, which the
/// retry worker sends when it is due.
/// </summary>
public sealed class NotificationPolicy(IAlertStore alerts, IDeliveryStore deliveries, TimeProvider time)
{
    /// <summary>A reason in the ledger.</summary>
    internal const string SentRecently = "sent recently, and its level is the same";

    // The number of earlier alerts of the channel that are checked for repetitions.
    private const int MaxHistory = 200;

    /// <returns>The subscriptions that are sent the alert now.</returns>
    public async Task<IReadOnlyList<Subscription>> Allow(Alert alert, IReadOnlyList<Subscription> matching, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var repeated = await Repeated(alert, matching, now, cancellationToken);
        var immediate = new List<Subscription>(matching.Count);
        foreach (var subscription in matching)
        {
            var timing = repeated.Contains(subscription.Id)
                ? new NotificationTiming.Never(SentRecently)
                : NotificationPlan.Of(subscription, alert, now);
            if (timing is NotificationTiming.Later(var at, _))
                await deliveries.Save(Pending(subscription).Postponed(at, now), cancellationToken);
            else if (timing is NotificationTiming.Never(var reason))
                await deliveries.Save(Pending(subscription) with { Status = DeliveryStatus.Silenced, Reason = reason }, cancellationToken);
            else
                immediate.Add(subscription);
        }

        return immediate;

        Delivery Pending(Subscription subscription) => new(alert.Id, subscription.Id, DeliveryStatus.Pending, 0, now)
        {
            Tenant = subscription.Tenant,
        };
    }

    private async Task<IReadOnlySet<string>> Repeated(
        Alert alert, IReadOnlyList<Subscription> matching, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limited = matching.Where(subscription => subscription.Noise.RepeatAfter is not null).ToList();
        var repeated = new HashSet<string>();
        if (limited.Count == 0 || alert is not { Kind: EventKind.Alert, Change: ChangeKind.Revised })
            return repeated;

        var maxInterval = limited.Max(subscription => subscription.Noise.RepeatAfter!.Value);
        var history = await alerts.List(new AlertQuery { Channels = [alert.Channel], Since = now - maxInterval, Limit = MaxHistory }, cancellationToken);
        foreach (var earlier in history.Alerts.Where(earlier => earlier.Key == alert.Key && earlier.Id != alert.Id))
        {
            var recent = limited.Where(subscription => now - earlier.DetectedAt < subscription.Noise.RepeatAfter).Select(subscription => subscription.Id);

            // Only alerts that were sent count. A silenced or failed alert does not suppress the next one.
            foreach (var (subscription, delivery) in await deliveries.OfAlert(earlier.Id, [.. recent], cancellationToken))
            {
                if (delivery.Status is DeliveryStatus.Delivered or DeliveryStatus.Pending)
                    repeated.Add(subscription);
            }
        }

        return repeated;
    }
}
