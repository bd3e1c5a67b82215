using AlertRelay.Alerts;
using AlertRelay.Delivery;

namespace AlertRelay.Polling;

/// <summary>Takes committed alerts to the history and to the subscribers, then forgets them. Repeating it tells nothing twice: every step is known by the alert's id.</summary>
public sealed class Outbox(IChannelStore store, AlertPublisher publisher)
{
    private const int Batch = 100;

    public async Task Publish(IReadOnlyList<Alert> alerts, CancellationToken cancellation)
    {
        foreach (var alert in alerts)
        {
            await publisher.Publish(alert, cancellation);
            await store.ClearOutbox(alert, cancellation);
        }
    }

    /// <summary>Publishes what a crash left behind.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var swept = 0;
        while (await store.Outbox(Batch, cancellation) is { Count: > 0 } left)
        {
            await Publish(left, cancellation);
            swept += left.Count;
        }

        return swept;
    }
}
