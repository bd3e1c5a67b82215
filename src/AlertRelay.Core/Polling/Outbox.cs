using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>
/// Publishes committed alerts to the history and to the subscriptions, and then removes them. Repeating it sends nothing twice, because the alert's
/// id identifies every step.
/// </summary>
public sealed partial class Outbox(
    IChannelStore store, AlertPublisher publisher, IPollLease lease, IOptions<PollingOptions> options, ILogger<Outbox> logger)
{
    private const int BatchSize = 100;

    /// <summary>
    /// Publishes what was just committed of a channel, after what a crash left behind of it: in the history a newer alert of a notice must not come before
    /// an older one.
    /// </summary>
    public async Task Publish(string channel, IReadOnlyList<Alert> committed, CancellationToken cancellationToken)
    {
        if (committed.Count == 0)
            return;

        var ids = committed.Select(alert => alert.Id).ToHashSet();
        List<Alert> left;
        do
        {
            var waiting = await store.Outbox(of => of == channel, BatchSize + committed.Count, cancellationToken);
            left = [.. waiting.Where(alert => !ids.Contains(alert.Id))];
            await Publish(left, cancellationToken);
        }
        while (left.Count >= BatchSize);

        await Publish(committed, cancellationToken);
    }

    private async Task Publish(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        foreach (var alert in alerts)
        {
            await publisher.Publish(alert, cancellationToken);
            await store.ClearOutbox(alert, cancellationToken);
        }
    }

    /// <summary>
    /// Publishes alerts that a crash left behind. It skips channels that are being polled, because that poll publishes its own alerts, and publishing
    /// them twice would send the first batch twice. After a crash the channel's lease must expire first.
    /// </summary>
    /// <returns>How many were published.</returns>
    public async Task<int> PublishRemaining(CancellationToken cancellationToken)
    {
        var published = 0;
        var busy = new HashSet<string>();
        while (await store.Outbox(channel => !busy.Contains(channel), BatchSize, cancellationToken) is { Count: > 0 } remaining)
        {
            foreach (var channel in remaining.Select(alert => alert.Channel).Distinct())
            {
                var ofChannel = await TryPublishRemaining(channel, cancellationToken);
                published += ofChannel;
                if (ofChannel == 0)
                    busy.Add(channel);
            }
        }

        return published;
    }

    // A failure in one channel must not keep back the alerts of the others. Maintenance tries the channel again in a minute.
    private async Task<int> TryPublishRemaining(string channel, CancellationToken cancellationToken)
    {
        try
        {
            return await PublishRemaining(channel, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(channel, fault);
            return 0;
        }
    }

    private async Task<int> PublishRemaining(string channel, CancellationToken cancellationToken)
    {
        if (!await lease.TryTake(channel, options.Value.Lease, cancellationToken))
            return 0;

        try
        {
            // Read again, because a poll that has just ended may have published them.
            var remaining = await store.Outbox(waiting => waiting == channel, BatchSize, cancellationToken);
            await Publish(remaining, cancellationToken);
            return remaining.Count;
        }
        finally
        {
            await lease.Release(channel, CancellationToken.None);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The detected alerts of channel {Channel} could not be published. They are tried again in a minute.")]
    private partial void LogFailed(string channel, Exception fault);
}
