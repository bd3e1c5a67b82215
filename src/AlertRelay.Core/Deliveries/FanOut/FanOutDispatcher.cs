using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>From one alert to everybody who wants it. Every step may be repeated: what is recorded is not sent again.</summary>
public sealed partial class FanOutDispatcher(
    RecentAlerts alerts,
    ISubscriptionStore subscriptions,
    IDeliveryStore deliveries,
    IWorkQueue queue,
    WorkSignal bell,
    MessageFormats formats,
    NotificationPolicy noise,
    DeliverySender courier,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<FanOutDispatcher> logger)
{
    /// <summary>
    /// Returns when the page's outcomes are recorded, at the latest PageTime and Timeout after it began; the page may then be completed.
    /// </summary>
    public async Task SendBatch(FanOutBatch page, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await alerts.Find(page.AlertId, cancellationToken) is not { } alert)
        {
            LogUnknownAlert(page.AlertId);
            return;
        }

        using var span = DeliveryTelemetry.FanningOut(page, alert, now);
        var candidates = await subscriptions.Candidates(alert, page.Cursor, options.Value.PageSize, cancellationToken);

        // Before this page is sent: pages then go side by side, and a crash of this one does not lose those behind it. Side by side in the trace too.
        if (candidates.Cursor is { } next)
        {
            await queue.Enqueue(page with { Cursor = next, EnqueuedAt = time.GetUtcNow() }, cancellationToken);
            bell.Ring();
        }

        var wanting = candidates.Subscriptions.Where(subscription => subscription.Wants(alert)).ToList();
        span.Tag(Tags.Receivers, wanting.Count);
        await courier.Send(await Pack(alert, wanting, cancellationToken), now + options.Value.PageTime, cancellationToken);
    }

    private async Task<List<OutboundMessage>> Pack(Alert alert, List<Subscription> wanting, CancellationToken cancellationToken)
    {
        var tried = await deliveries.FindAttempted(alert.Id, [.. wanting.Select(subscription => subscription.Id)], cancellationToken);
        var messages = new RenderedMessages(formats);
        var now = time.GetUtcNow();
        var parcels = new List<OutboundMessage>(wanting.Count);
        foreach (var subscription in await noise.LetThrough(alert, [.. wanting.Where(subscription => !tried.Contains(subscription.Id))], cancellationToken))
        {
            var delivery = new Delivery(alert.Id, subscription.Id, DeliveryStatus.Pending, 0, now);
            if (messages.Of(alert, subscription.Format) is { } rendering)
                parcels.Add(new OutboundMessage(alert, rendering, delivery, subscription, Traces.Here ?? alert.Trace));
            else
                await GiveUp(delivery.DeadLettered(MessageFormats.Unknown(subscription.Format), now), cancellationToken);
        }

        return parcels;
    }

    private async Task GiveUp(Delivery delivery, CancellationToken cancellationToken)
    {
        await deliveries.Save(delivery, cancellationToken);
        DeliveryTelemetry.Note(delivery);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert {Alert} is in the queue but not in the history: nothing is sent")]
    private partial void LogUnknownAlert(string alert);
}
