using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Detection;
using AlertRelay.Observability;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Maintenance;

/// <summary>
/// Sends the present levels to subscriptions that asked for them when they were created, as soon as they are active. Each level is an alert with an id of its
/// own, delivered by the retry worker: in bounded batches, within the rate limits, and not if a newer alert of the notice was sent meanwhile.
/// </summary>
internal sealed partial class SnapshotSender(
    ISnapshotQueue queue, ISubscriptionStore subscriptions, ChannelCatalog catalog, IChannelStore channels, IAlertStore alerts, IDeliveryStore deliveries,
    IRetryQueue retries, IPollLease lease, TimeProvider time, ILogger<SnapshotSender> logger)
    : IMaintenanceTask
{
    internal const int PageSize = 100;
    private const string LeaseName = ":snapshots";

    internal static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(5);

    // Other tasks of the same minute come after it.
    private static readonly TimeSpan TimePerRun = TimeSpan.FromSeconds(30);

    // A target has a day to opt in by its link. A subscription is stored right after its request for a snapshot.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(7), MaxUnknown = TimeSpan.FromHours(1);

    // The last request that was looked at, so that many that wait do not keep the others from their turn. Null: begin with the oldest.
    private SnapshotRequest? _last;

    // By subscription: a request is looked at once a minute, and is logged once.
    private readonly ConcurrentDictionary<string, bool> _unreadable = new();

    public async Task Run(CancellationToken cancellationToken)
    {
        if ((await queue.List(1, null, cancellationToken)).Count == 0 || !await lease.TryTake(LeaseName, LeaseTime, cancellationToken))
            return;

        try
        {
            await HandleInTurn(cancellationToken);
        }
        finally
        {
            await lease.Release(LeaseName, CancellationToken.None);
        }
    }

    private async Task HandleInTurn(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (await queue.List(PageSize, _last, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var request in page)
            {
                if (time.GetElapsedTime(began) >= TimePerRun || !await Handle(request, began, cancellationToken))
                    return;

                _last = request;
            }
        }

        _last = null;
    }

    /// <returns>False if there was no time to end it.</returns>
    private async Task<bool> Handle(SnapshotRequest request, long began, CancellationToken cancellationToken)
    {
        var age = time.GetUtcNow() - request.At;
        try
        {
            var subscription = await subscriptions.Find(request.SubscriptionId, cancellationToken);
            if (subscription is { Status: SubscriptionStatus.Active })
            {
                if (!await Send(subscription, began, cancellationToken))
                    return false;
            }
            else if (age < (subscription is null ? MaxUnknown : MaxWait))
            {
                return true;
            }
        }
        catch (UnreadableRowException fault)
        {
            if (_unreadable.TryAdd(request.SubscriptionId, true))
                LogRequestUnreadable(request.SubscriptionId, fault.Message);
            if (age < MaxWait)
                return true;
        }

        await queue.Remove(request.SubscriptionId, cancellationToken);
        _unreadable.TryRemove(request.SubscriptionId, out _);
        return true;
    }

    /// <returns>False when half of the lease is over. What is recorded by then is not sent again.</returns>
    private async Task<bool> Send(Subscription subscription, long began, CancellationToken cancellationToken)
    {
        foreach (var channel in catalog.All.Where(channel => IsIncluded(channel, subscription.Filter)))
        {
            foreach (var alert in await Snapshots(channel, subscription, cancellationToken))
            {
                if (time.GetElapsedTime(began) > LeaseTime / 2)
                    return false;

                await Send(alert, subscription, cancellationToken);
            }
        }

        await retries.Schedule(time.GetUtcNow(), cancellationToken);
        return true;
    }

    private async Task<IReadOnlyList<Alert>> Snapshots(Channel channel, Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            var read = (await channels.Find(channel.Id, cancellationToken))?.LastGoodPollAt;
            var unreadSince = time.GetUtcNow() - read > PollGap.MaxAge(channel) ? read : null;
            return
            [
                .. (await channels.Notices(channel.Id, cancellationToken)).Values
                    .Where(Snapshot.IsInForce)
                    .Select(notice => Snapshot.Of(channel, notice, unreadSince, time.GetUtcNow()))
                    .Where(subscription.Wants),
            ];
        }
        catch (UnreadableRowException fault)
        {
            LogChannelUnreadable(channel.Id, subscription.Id, fault.Message);
            return [];
        }
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

    [LoggerMessage(EventIds.RowUnreadable, LogLevel.Error, "The present levels for subscription {Subscription} wait, because a row cannot be read: {Reason}")]
    private partial void LogRequestUnreadable(string subscription, string reason);

    [LoggerMessage(
        EventIds.RowUnreadable, LogLevel.Error,
        "The present levels of {Channel} are not sent to subscription {Subscription}, because a row cannot be read: {Reason}")]
    private partial void LogChannelUnreadable(string channel, string subscription, string reason);
}
