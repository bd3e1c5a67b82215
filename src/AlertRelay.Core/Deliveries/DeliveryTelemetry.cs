using System.Collections.Concurrent;
using System.Diagnostics;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Observability;

namespace AlertRelay.Deliveries;

/// <summary>Traces and metrics of deliveries.</summary>
internal static class DeliveryTelemetry
{
    private const string Delivered = "delivered", Exhausted = "attempts", Unsendable = "unsendable", Gone = "gone";

    public static RelaySpan Publishing(Alert alert) =>
        Traces.Continue(Traces.Publish, ActivityKind.Producer, alert.Trace).Tag(Tags.Channel, alert.Channel).Tag(Tags.Alert, alert.Id);

    public static RelaySpan FanningOut(FanOutBatch batch, Alert alert, DateTimeOffset now)
    {
        if (batch.EnqueuedAt is { } enqueued)
            Meters.Waited(alert.Channel, now - enqueued);
        return Traces.Continue(Traces.FanOut, ActivityKind.Consumer, batch.Trace ?? alert.Trace).Tag(Tags.Channel, alert.Channel).Tag(Tags.Alert, alert.Id);
    }

    public static RelaySpan Delivering(OutboundMessage message) =>
        Traces.Continue(Traces.Deliver, ActivityKind.Client, message.Trace)
            .Tag(Tags.Channel, message.Alert.Channel).Tag(Tags.Alert, message.Alert.Id)
            .Tag(Tags.Subscription, message.Subscription.Id).Tag(Tags.Attempt, message.Delivery.Attempts + 1);

    public static void Note(RelaySpan attempt, DeliveryOutcome outcome)
    {
        attempt.Tag(Tags.Status, outcome.StatusCode);
        if (outcome.Error is { } error)
            attempt.Failed(error);
    }

    public static void Note(Alert alert, Delivery after, DeliveryOutcome sent)
    {
        Meters.Attempted(alert.Channel, sent.Error ?? Delivered);
        if (after is { Status: DeliveryStatus.Delivered, Attempts: 1 })
            Meters.Delivered(alert.Channel, sent.At + sent.Took - alert.DetectedAt);
        if (after.Status == DeliveryStatus.Dead)
            Meters.DeadLettered(sent is DeliveryOutcome.Gone ? Gone : Exhausted);
    }

    /// <summary>For a delivery that ended without an attempt.</summary>
    public static void Note(Delivery delivery)
    {
        if (delivery.Status == DeliveryStatus.Dead)
            Meters.DeadLettered(Unsendable);
    }
}

/// <summary>
/// Turns exceptions that nobody foresaw into failed attempts, so that one receiver never ends a whole batch. The first of each type is logged, without
/// its message, which may contain the target.
/// </summary>
internal sealed partial class UnexpectedFailures(ILogger logger)
{
    private readonly ConcurrentDictionary<Type, bool> _logged = new();

    public DeliveryOutcome.Failed Note(Exception exception)
    {
        if (_logged.TryAdd(exception.GetType(), true))
            LogUnexpected(exception.GetType().FullName, exception.StackTrace);

        return new DeliveryOutcome.Failed(DeliveryError.Unexpected)
        {
            Explanation = $"the relay itself failed to send it ({exception.GetType().Name}): its log says how",
        };
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "An attempt failed by {Type}, which the relay does not expect. Later ones of this type are only in the ledger.\n{Trace}")]
    private partial void LogUnexpected(string? type, string? trace);
}
