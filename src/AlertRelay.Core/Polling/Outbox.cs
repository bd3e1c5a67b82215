using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>
/// Takes committed alerts to the history and to the subscribers, then forgets them. Repeating it tells nothing twice: every step is known by
/// the alert's id.
/// </summary>
public sealed class Outbox(IChannelStore store, AlertPublisher publisher, IPollLease lease, IOptions<PollingOptions> options)
{
    private const int Batch = 100;

    public async Task Publish(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        foreach (var alert in alerts)
        {
            await publisher.Publish(alert, cancellationToken);
            await store.ClearOutbox(alert, cancellationToken);
        }
    }

    /// <summary>
    /// Publishes what a crash left behind. Not of a channel that somebody polls: who found an alert there publishes it at this very moment, and two who do
    /// would send its first page twice. After a crash the channel's lease has to end first.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var swept = 0;
        while (await store.Outbox(Batch, cancellationToken) is { Count: > 0 } left)
        {
            var before = swept;
            foreach (var channel in left.Select(alert => alert.Channel).Distinct())
                swept += await Sweep(channel, cancellationToken);

            if (swept == before)
                break;
        }

        return swept;
    }

    private async Task<int> Sweep(string channel, CancellationToken cancellationToken)
    {
        if (!await lease.TryTake(channel, options.Value.Lease, cancellationToken))
            return 0;

        try
        {
            // Once more: whoever polled until now has published and forgotten them.
            var left = (await store.Outbox(Batch, cancellationToken)).Where(alert => alert.Channel == channel).ToList();
            await Publish(left, cancellationToken);
            return left.Count;
        }
        finally
        {
            await lease.Release(channel, CancellationToken.None);
        }
    }
}
