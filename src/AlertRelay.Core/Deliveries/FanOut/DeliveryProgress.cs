using AlertRelay.Deliveries.Webhooks;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>How a delivery goes on after an attempt.</summary>
internal static class DeliveryProgress
{
    public static Delivery After(this Delivery before, SendResult sent, RetrySchedule schedule)
    {
        var attempts = before.Attempts + 1;
        var at = sent.At + sent.Took;
        var wait = sent.Outcome is DeliveryOutcome.Failed failed ? schedule.After(attempts, failed) : null;
        return before with
        {
            Attempts = attempts,
            UpdatedAt = at,
            Status = sent.Outcome is DeliveryOutcome.Delivered ? DeliveryStatus.Delivered : wait is null ? DeliveryStatus.Dead : DeliveryStatus.Pending,
            NextAttemptAt = at + wait,
            Reason = sent.Outcome.Reason,
        };
    }

    /// <summary>As another delivery, whose message told of this one too.</summary>
    public static Delivery GroupedWith(this Delivery before, Delivery sent) =>
        before with { Attempts = sent.Attempts, UpdatedAt = sent.UpdatedAt, Status = sent.Status, NextAttemptAt = sent.NextAttemptAt, Reason = sent.Reason };

    /// <summary>Without an attempt.</summary>
    public static Delivery Postponed(this Delivery before, DateTimeOffset until, DateTimeOffset now) =>
        before with { Status = DeliveryStatus.Pending, NextAttemptAt = until, UpdatedAt = now };

    public static Delivery DeadLettered(this Delivery before, string reason, DateTimeOffset now) =>
        before with { Status = DeliveryStatus.Dead, Reason = reason, NextAttemptAt = null, UpdatedAt = now };
}
