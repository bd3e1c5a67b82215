using AlertRelay.Alerts;
using AlertRelay.Observability;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Takes an alert into the history and to the fan-out. May be repeated: it is known by its id.</summary>
public sealed class AlertPublisher(RecentAlerts alerts, IWorkQueue queue, WorkSignal bell, TimeProvider time)
{
    /// <summary>Into the history first: the queue's message names the alert only.</summary>
    public async Task Publish(Alert alert, CancellationToken cancellationToken)
    {
        using var span = DeliveryTelemetry.Publishing(alert);
        await alerts.Append(alert, cancellationToken);
        await queue.Enqueue(new FanOutBatch(alert.Id, Trace: Traces.Here ?? alert.Trace, EnqueuedAt: time.GetUtcNow()), cancellationToken);
        bell.Ring();
    }
}
