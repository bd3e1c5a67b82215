using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Maintenance;

/// <summary>
/// Sends the present levels to subscriptions that asked for them when they were created, as soon as they are active. Each level is an alert with an id of its
/// own, delivered by the retry worker: in bounded batches, within the rate limits, and not if a newer alert of the notice was sent meanwhile.
/// </summary>
internal sealed class SnapshotSender(
    ISnapshotQueue queue, ISubscriptionStore subscriptions, ChannelCatalog catalog, IChannelStore channels, IAlertStore alerts, IDeliveryStore deliveries,
    IRetryQueue retries, IPollLease lease, TimeProvider time)
    : IMaintenanceTask
{
    private const int MaxPerRun = 100;
    private const string LeaseName = ":snapshots";

    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(5);

    // A target has a day to opt in by its link. A subscription is stored right after its request for a snapshot.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(7), MaxUnknown = TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancellationToken)
    {
        var requests = await queue.List(MaxPerRun, cancellationToken);
        if (requests.Count == 0 || !await lease.TryTake(LeaseName, LeaseTime, cancellationToken))
            return;

        try
        {
            foreach (var request in requests)
                await Handle(request, cancellationToken);
        }
        finally
        {
            await lease.Release(LeaseName, CancellationToken.None);
        }
    }

    private async Task Handle(SnapshotRequest request, CancellationToken cancellationToken)
    {
        var age = time.GetUtcNow() - request.At;
        var subscription = await subscriptions.Find(request.SubscriptionId, cancellationToken);
        if (subscription is { Status: SubscriptionStatus.Active })
            await Send(subscription, cancellationToken);
        else if (age < (subscription is null ? MaxUnknown : MaxWait))
            return;

        await queue.Remove(request.SubscriptionId, cancellationToken);
    }

    private async Task Send(Subscription subscription, CancellationToken cancellationToken)
    {
        foreach (var channel in catalog.All.Where(channel => IsIncluded(channel, subscription.Filter)))
        {
            var read = (await channels.Find(channel.Id, cancellationToken))?.LastGoodPollAt;
            var unreadSince = time.GetUtcNow() - read > PollGap.MaxAge(channel) ? read : null;
            var snapshots = (await channels.Notices(channel.Id, cancellationToken)).Values
                .Where(Snapshot.IsInForce)
                .Select(notice => Snapshot.Of(channel, notice, unreadSince, time.GetUtcNow()))
                .Where(subscription.Wants);
            foreach (var alert in snapshots)
                await Send(alert, subscription, cancellationToken);
        }

        await retries.Schedule(time.GetUtcNow(), cancellationToken);
    }

    // Repeated after a crash, it leaves alone what is recorded.
    private async Task Send(Alert alert, Subscription subscription, CancellationToken cancellationToken)
    {
        if ((await deliveries.OfAlert(alert.Id, [subscription.Id], cancellationToken)).Count > 0)
            return;

        await alerts.Append(alert, cancellationToken);
        var now = time.GetUtcNow();
        await deliveries.Save(new Delivery(alert.Id, subscription.Id, DeliveryStatus.Pending, 0, now).Postponed(now, now), cancellationToken);
    }

    private static bool IsIncluded(Channel channel, Filter filter) =>
        channel.Enabled && Snapshot.Includes(channel.Category)
        && (filter.Channels.Count == 0 || filter.Channels.Contains(channel.Id))
        && (filter.Categories.Count == 0 || filter.Categories.Contains(channel.Category));
}
