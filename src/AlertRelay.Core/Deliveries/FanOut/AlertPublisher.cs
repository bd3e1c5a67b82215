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
        published.Set();
        await queue.Enqueue(new FanOutBatch(alert.Id, Trace: Traces.Here ?? alert.Trace, EnqueuedAt: time.GetUtcNow()), cancellationToken);
        signal.Set();
    }
}

/// <summary>
/// Caches the last alerts of this process in front of the history. Every batch of an alert that this process published is sent without reading
/// the alert back. Other processes read it from the history.
/// </summary>
public sealed class RecentAlerts(IAlertStore history)
{
    private const int Capacity = 64, MaxTextLength = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Alert> _alerts = [];
    private readonly Queue<string> _oldestFirst = [];

    public async Task Append(Alert alert, CancellationToken cancellationToken)
    {
        // If the history has the alert already, that version is the one to send: retries and other processes send it too.
        if (await history.Append(alert, cancellationToken))
            Remember(alert);
    }

    public async Task<Alert?> Find(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_alerts.TryGetValue(id, out var known))
                return known;
        }

        var found = await history.Find(id, cancellationToken);
        if (found is not null)
            Remember(found);

        return found;
    }

    private void Remember(Alert alert)
    {
        // Keeps the cache to a few megabytes: the longest notices are read again.
        if (alert.Text.Length > MaxTextLength)
            return;

        lock (_lock)
        {
            if (!_alerts.TryAdd(alert.Id, alert))
                return;

            _oldestFirst.Enqueue(alert.Id);
            if (_oldestFirst.Count > Capacity)
                _alerts.Remove(_oldestFirst.Dequeue());
        }
    }
}
