using System.Diagnostics;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Observability;

namespace AlertRelay.Deliveries;

/// <summary>What alerts leave in traces and metrics on their way out.</summary>
internal static class DeliveryTelemetry
{
    private const string Delivered = "delivered", Exhausted = "attempts", Unsendable = "unsendable", Gone = "gone";

    public static RelaySpan Publishing(Alert alert) =>
        Traces.Continue(Traces.Publish, ActivityKind.Producer, alert.Trace).Tag(Tags.Channel, alert.Channel).Tag(Tags.Alert, alert.Id);

    public static RelaySpan FanningOut(FanOutBatch page, Alert alert, DateTimeOffset now)
    {
        if (page.EnqueuedAt is { } enqueued)
            Meters.Waited(alert.Channel, now - enqueued);
        return Traces.Continue(Traces.FanOut, ActivityKind.Consumer, page.Trace ?? alert.Trace).Tag(Tags.Channel, alert.Channel).Tag(Tags.Alert, alert.Id);
    }

    public static RelaySpan Delivering(OutboundMessage parcel) =>
        Traces.Continue(Traces.Deliver, ActivityKind.Client, parcel.Trace)
            .Tag(Tags.Channel, parcel.Alert.Channel).Tag(Tags.Alert, parcel.Alert.Id)
            .Tag(Tags.Subscription, parcel.Subscription.Id).Tag(Tags.Attempt, parcel.Delivery.Attempts + 1);

    public static void Note(RelaySpan attempt, DeliveryOutcome outcome)
    {
        attempt.Tag(Tags.Status, outcome.StatusCode);
        if (outcome.Error is { } error)
            attempt.Failed(error);
    }

    public static void Note(Alert alert, Delivery after, SendResult sent)
    {
        Meters.Attempted(alert.Channel, sent.Outcome.Error ?? Delivered);
        if (after is { Status: DeliveryStatus.Delivered, Attempts: 1 })
            Meters.Delivered(alert.Channel, sent.At + sent.Took - alert.DetectedAt);
        if (after.Status == DeliveryStatus.Dead)
            Meters.GaveUp(sent.Outcome is DeliveryOutcome.Gone ? Gone : Exhausted);
    }

    /// <summary>Of a delivery that is settled without an attempt.</summary>
    public static void Note(Delivery settled)
    {
        if (settled.Status == DeliveryStatus.Dead)
            Meters.GaveUp(Unsendable);
    }
}
