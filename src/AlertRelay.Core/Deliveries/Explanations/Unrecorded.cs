using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Explanations;

/// <summary>Why the ledger has no delivery of an alert to a subscription: the first rule that says no, by the same code that decides when it is sent.</summary>
internal static class Unrecorded
{
    /// <param name="then">The status when the alert was detected.</param>
    /// <param name="ledgerFrom">Deliveries that ended before are no longer recorded.</param>
    public static DeliveryExplanation Of(Subscription subscription, Alert alert, PastStatus then, DateTimeOffset now, DateTimeOffset ledgerFrom)
    {
        var isChanged = subscription.UpdatedAt > alert.DetectedAt;
        var isForgotten = alert.DetectedAt < ledgerFrom;
        // No alert of before its creation is ever sent, except for present levels.
        return subscription.CreatedAt > alert.DetectedAt && !alert.IsSnapshot ? new(DeliveryRule.Created) { Since = subscription.CreatedAt }
            // A status or a filter that was changed says nothing about what may have been sent then, or after the change.
            : isForgotten && (isChanged || alert.IsSnapshot) ? new(DeliveryRule.Forgotten) { Since = ledgerFrom }
            : alert.IsSnapshot ? new(DeliveryRule.Snapshot)
            : then.Status != SubscriptionStatus.Active ? Inactive(then)
            : subscription.Filter.FirstUnmatched(alert) is { } member ? new(DeliveryRule.Filter) { Member = member }
            : !subscription.MayGet(alert) ? new(DeliveryRule.OwnEvent)
            : isForgotten ? new(DeliveryRule.Forgotten) { Since = ledgerFrom }
            : now - alert.DetectedAt < Supersession.MaxUnrecorded ? Planned(subscription, alert, now)
            : isChanged ? new(DeliveryRule.Changed) { Since = subscription.UpdatedAt }
            : new(DeliveryRule.Interrupted);
    }

    public static DeliveryExplanation Inactive(PastStatus status) => new(status.Status switch
    {
        SubscriptionStatus.Paused => DeliveryRule.Paused,
        SubscriptionStatus.Disabled => DeliveryRule.Disabled,
        SubscriptionStatus.Unverified => DeliveryRule.Unverified,
        _ => DeliveryRule.Turn,
    })
    {
        Since = status.Since,
        Reason = status.Reason,
    };

    public static DeliveryRule RuleOf(HeldBy setting) => setting switch
    {
        HeldBy.GroupFor => DeliveryRule.GroupFor,
        HeldBy.Digest => DeliveryRule.Digest,
        _ => DeliveryRule.QuietHours,
    };

    // What will be recorded in a moment.
    private static DeliveryExplanation Planned(Subscription subscription, Alert alert, DateTimeOffset now) =>
        NotificationPlan.SilenceOf(subscription.Noise, alert, now) is { } silence
            ? new(DeliveryRule.Silence) { Until = silence.Until, Reason = silence.Reason }
        : NotificationPlan.Of(subscription, alert, now) is NotificationTiming.Later(var at, var by) ? new(RuleOf(by)) { Until = at }
        : new(DeliveryRule.UnderWay);
}
