using System.Collections.Concurrent;
using AlertRelay.Alerts;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemoryAlerts : IAlertStore
{
    private readonly ConcurrentDictionary<string, Alert> _alerts = new();

    public int Count => _alerts.Count;

    /// <summary>How often an alert was looked for by its id.</summary>
    public int Reads { get; private set; }

    public Task<bool> Append(Alert alert, CancellationToken cancellationToken) => Task.FromResult(_alerts.TryAdd(alert.Id, alert));

    public Task<Alert?> Find(string id, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(_alerts.GetValueOrDefault(id));
    }

    /// <summary>By channel and time only, newest first.</summary>
    public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken) => Task.FromResult(new AlertPage(
        [
            .. _alerts.Values
                .Where(alert => alert.Kind == query.Kind
                    && (query.Channels.Count == 0 || query.Channels.Contains(alert.Channel))
                    && !(alert.DetectedAt < query.Since))
                .OrderByDescending(alert => alert.DetectedAt)
                .Take(query.Limit),
        ], null));

    public Task<long> Identity(CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<long> Head(CancellationToken cancellationToken) => Task.FromResult((long)_alerts.Count);

    public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Forget(string id) => _alerts.TryRemove(id, out _);
}
