using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>From one alert to everybody who wants it. Every step may be repeated: what is recorded is not sent again.</summary>
public sealed partial class Dispatcher(
    IAlertStore alerts,
    ISubscriptionStore subscriptions,
    IDeliveryStore deliveries,
    IWorkQueue queue,
    WorkBell bell,
    MessageFormats formats,
    NoiseGate noise,
    Numbering numbering,
    Threads threads,
    Courier courier,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<Dispatcher> logger)
{
    /// <summary>
    /// Returns when the page's outcomes are recorded, at the latest PageTime and Timeout after it began; the page may then be completed.
    /// </summary>
    public async Task SendPage(FanOutPage page, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await alerts.Find(page.AlertId, cancellation) is not { } alert)
        {
            LogUnknownAlert(page.AlertId);
            return;
        }

        using var span = DeliveryTelemetry.FanningOut(page, alert, now);
        var candidates = await subscriptions.Candidates(alert, page.Cursor, options.Value.PageSize, cancellation);

        // Before this page is sent: pages then go side by side, and a crash of this one does not lose those behind it. Side by side in the trace too.
        if (candidates.Cursor is { } next)
        {
            await queue.Enqueue(page with { Cursor = next, EnqueuedAt = time.GetUtcNow() }, cancellation);
            bell.Ring();
        }

        var wanting = candidates.Subscriptions.Where(subscription => subscription.Wants(alert)).ToList();
        span.Tag(Tags.Receivers, wanting.Count);
        var parcels = await numbering.Number(await Pack(alert, wanting, cancellation), cancellation);
        await courier.Carry(await threads.Join(parcels, cancellation), now + options.Value.PageTime, cancellation);
    }

    private async Task<List<Parcel>> Pack(Alert alert, List<Subscription> wanting, CancellationToken cancellation)
    {
        var tried = await deliveries.Tried(alert.Id, [.. wanting.Select(subscription => subscription.Id)], cancellation);
        var messages = new RenderedMessages(formats);
        var now = time.GetUtcNow();
        var parcels = new List<Parcel>(wanting.Count);
        foreach (var subscription in await noise.LetThrough(alert, [.. wanting.Where(subscription => !tried.Contains(subscription.Id))], cancellation))
        {
            var delivery = new Delivery(alert.Id, subscription.Id, DeliveryStatus.Pending, 0, now);
            if (messages.Of(alert, subscription.Format) is { } rendering)
                parcels.Add(new Parcel(alert, rendering, delivery, subscription, Traces.Here ?? alert.Trace));
            else
                await GiveUp(delivery.GivenUp(MessageFormats.Unknown(subscription.Format), now), cancellation);
        }

        return parcels;
    }

    private async Task GiveUp(Delivery delivery, CancellationToken cancellation)
    {
        await deliveries.Save(delivery, cancellation);
        DeliveryTelemetry.Note(delivery);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert {Alert} is in the queue but not in the history: nothing is sent")]
    private partial void LogUnknownAlert(string alert);
}
