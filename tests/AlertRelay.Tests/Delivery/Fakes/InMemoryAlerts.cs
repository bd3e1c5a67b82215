using System.Collections.Concurrent;
using AlertRelay.Alerts;

namespace AlertRelay.Tests.Delivery.Fakes;

internal sealed class InMemoryAlerts : IAlertStore
{
    private readonly ConcurrentDictionary<string, Alert> _alerts = new();

    public int Count => _alerts.Count;

    public Task Append(Alert alert, CancellationToken cancellation)
    {
        _alerts.TryAdd(alert.Id, alert);
        return Task.CompletedTask;
    }

    public Task<Alert?> Find(string id, CancellationToken cancellation) => Task.FromResult(_alerts.GetValueOrDefault(id));

    public Task<AlertPage> List(AlertQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public void Forget(string id) => _alerts.TryRemove(id, out _);
}
