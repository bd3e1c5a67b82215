using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// The history, with the alerts that this process used last in memory: a batch of an alert that was just published here, and each further batch of it,
/// is sent without reading the alert back. A batch of another process finds it in the history.
/// </summary>
public sealed class RecentAlerts(IAlertStore history)
{
    private const int Capacity = 64, LongestText = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Alert> _alerts = [];
    private readonly Queue<string> _oldestFirst = [];

    public async Task Append(Alert alert, CancellationToken cancellationToken)
    {
        // Otherwise what the history holds counts: retries and other processes send that one.
        if (await history.Append(alert, cancellationToken))
            Keep(alert);
    }

    public async Task<Alert?> Find(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_alerts.TryGetValue(id, out var kept))
                return kept;
        }

        var found = await history.Find(id, cancellationToken);
        if (found is not null)
            Keep(found);

        return found;
    }

    private void Keep(Alert alert)
    {
        // A memory of a few megabytes: the longest notices are read again.
        if (alert.Text.Length > LongestText)
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
