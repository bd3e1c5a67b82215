using AlertRelay.Alerts;
using AlertRelay.Observability;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Writes an alert to the history and queues its fan-out. Repeating it is safe: the alert's id identifies it.</summary>
public sealed class AlertPublisher(
    RecentAlerts alerts, IWorkQueue queue, WorkSignal signal, PublicationSignal published, TimeProvider time)
{
    /// <summary>The history comes first, because the queue message contains only the alert's id.</summary>
    public async Task Publish(Alert alert, CancellationToken cancellationToken)
    {
        using var span = DeliveryTelemetry.Publishing(alert);
        await alerts.Append(alert, cancellationToken);
        published.Ring();
        await queue.Enqueue(new FanOutBatch(alert.Id, Trace: Traces.Here ?? alert.Trace, EnqueuedAt: time.GetUtcNow()), cancellationToken);
        signal.Ring();
    }
}
