using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.Explanations;

/// <summary>Says what became of an alert for one subscription. Four reads at most: the ledger, and the audit log for the status at that time.</summary>
internal sealed class DeliveryExplainer(IDeliveryStore deliveries, StatusHistory history, IOptions<DeliveryOptions> options, TimeProvider time)
{
    public async Task<DeliveryExplanation> Explain(Alert alert, Subscription subscription, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var recorded = await deliveries.OfAlert(alert.Id, [subscription.Id], cancellationToken);
        return recorded.TryGetValue(subscription.Id, out var delivery)
            ? await Recorded(delivery, alert, subscription, now, cancellationToken)
            : Unrecorded.Of(subscription, alert, await StatusThen(alert, subscription, cancellationToken), now, now - options.Value.KeepFor);
    }

    private async Task<DeliveryExplanation> Recorded(
        Delivery delivery, Alert alert, Subscription subscription, DateTimeOffset now, CancellationToken cancellationToken) =>
        delivery.Status == DeliveryStatus.Pending && subscription.Status != SubscriptionStatus.Active
            ? Unrecorded.Inactive(await history.At(subscription, now, cancellationToken)) with { Delivery = delivery }
            : RecordedDelivery.Explain(delivery, alert, subscription);

    // Before its creation it had no status.
    private Task<PastStatus> StatusThen(Alert alert, Subscription subscription, CancellationToken cancellationToken) =>
        subscription.CreatedAt > alert.DetectedAt
            ? Task.FromResult(new PastStatus(subscription.Status, Since: null, subscription.StatusReason))
            : history.At(subscription, alert.DetectedAt, cancellationToken);
}
