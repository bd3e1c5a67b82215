using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.FanOut;

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
