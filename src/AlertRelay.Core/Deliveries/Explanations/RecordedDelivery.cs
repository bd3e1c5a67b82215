using AlertRelay.Alerts;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Explanations;

/// <summary>Explains a delivery from its record in the ledger.</summary>
internal static class RecordedDelivery
{
    public static DeliveryExplanation Explain(Delivery delivery, Alert alert, Subscription subscription) => delivery.Status switch
    {
        DeliveryStatus.Delivered => new(Rule: null, delivery),
        DeliveryStatus.Dead => new(DeliveryRule.Dead, delivery) { Reason = delivery.Reason },
        DeliveryStatus.Superseded => new(DeliveryRule.Superseded, delivery) { Reason = delivery.Reason },
        DeliveryStatus.Silenced => Silenced(delivery, alert, subscription),
        _ => Pending(delivery, alert, subscription),
    };

    // The ledger records why; nothing else writes such a delivery.
    private static DeliveryExplanation Silenced(Delivery delivery, Alert alert, Subscription subscription) => delivery.Reason switch
    {
        NotificationPolicy.SentRecently => new(DeliveryRule.RepeatAfter, delivery) { Reason = delivery.Reason },
        NotificationPlan.NoLongerWanted => new(DeliveryRule.Filter, delivery)
        {
            Member = subscription.Filter.FirstUnmatched(alert),
            Reason = delivery.Reason,
        },
        _ => new(DeliveryRule.Silence, delivery)
        {
            Until = NotificationPlan.SilenceOf(subscription.Noise, alert, delivery.UpdatedAt)?.Until,
            Reason = delivery.Reason,
        },
    };

    private static DeliveryExplanation Pending(Delivery delivery, Alert alert, Subscription subscription) =>
        delivery.Attempts > 0
            ? new(DeliveryRule.Retrying, delivery) { Until = delivery.NextAttemptAt, Reason = delivery.Reason }
        // The time that the settings gave it. They may have been changed since. What a person asked for ignores them.
        : !delivery.IsRequested && NotificationPlan.Of(subscription, alert, delivery.UpdatedAt) is NotificationTiming.Later(var at, var by)
            && at == delivery.NextAttemptAt
            ? new(Unrecorded.RuleOf(by), delivery) { Until = at }
        : new(DeliveryRule.Turn, delivery) { Until = delivery.NextAttemptAt, Reason = delivery.Reason };
}
