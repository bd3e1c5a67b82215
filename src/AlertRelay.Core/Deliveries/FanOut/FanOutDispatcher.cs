using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Sends one alert to every subscription that matches it. Every step may be repeated: recorded deliveries are not sent again.</summary>
public sealed partial class FanOutDispatcher(
    RecentAlerts alerts,
    ISubscriptionStore subscriptions,
    IDeliveryStore deliveries,
    IWorkQueue queue,
    WorkSignal signal,
    MessageFormats formats,
    NotificationPolicy policy,
    Supersession supersession,
    DeliverySender sender,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<FanOutDispatcher> logger)
{
    /// <summary>
    /// Returns when the batch's outcomes are recorded, at most PageTime and Timeout after the start. The caller may then complete the batch.
    /// </summary>
    public async Task SendBatch(FanOutBatch batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await alerts.Find(batch.AlertId, cancellationToken) is not { } alert)
        {
            LogUnknownAlert(batch.AlertId);
            return;
        }

        using var span = DeliveryTelemetry.FanningOut(batch, alert, now);
        using var running = supersession.Running(alert.Id);
        var candidates = await Candidates(alert, batch, cancellationToken);
        var matching = candidates.Where(subscription => subscription.Wants(alert)).ToList();
        span.Tag(Tags.Receivers, matching.Count);
        await sender.Send(await Prepare(alert, matching, cancellationToken), now + options.Value.PageTime, cancellationToken);
    }

    // The next batch is queued before this one is sent: batches then run in parallel, and a crash of this one does not lose the next.
    private async Task<IReadOnlyList<Subscription>> Candidates(Alert alert, FanOutBatch batch, CancellationToken cancellationToken)
    {
        var page = await subscriptions.Candidates(alert, batch.Cursor, options.Value.PageSize, cancellationToken);
        if (page.Cursor is not { } next)
            return page.Subscriptions;

        var end = await queue.EnqueueNext(batch, batch with { Cursor = next, EnqueuedAt = time.GetUtcNow() }, cancellationToken);
        signal.Set();
        return end == next ? page.Subscriptions : await CandidatesUntil(end, alert, batch, cancellationToken);
    }

    // A repeat ends where the first try ended, although the subscriptions changed since: the next batch begins there.
    private async Task<IReadOnlyList<Subscription>> CandidatesUntil(string end, Alert alert, FanOutBatch batch, CancellationToken cancellationToken)
    {
        var candidates = new List<Subscription>();
        var cursor = batch.Cursor;
        do
        {
            var page = await subscriptions.Candidates(alert, cursor, end, options.Value.PageSize, cancellationToken);
            candidates.AddRange(page.Subscriptions);
            cursor = page.Cursor;
        }
        while (cursor is not null);

        return candidates;
    }

    private async Task<IReadOnlyList<OutboundMessage>> Prepare(Alert alert, List<Subscription> matching, CancellationToken cancellationToken)
    {
        var recorded = await deliveries.OfAlert(alert.Id, [.. matching.Select(subscription => subscription.Id)], cancellationToken);
        var messages = new RenderedMessages(formats);
        var now = time.GetUtcNow();
        var outbound = new List<OutboundMessage>(matching.Count);
        List<Subscription> remaining = [.. matching.Where(subscription => !recorded.ContainsKey(subscription.Id))];
        foreach (var subscription in await policy.Allow(alert, remaining, cancellationToken))
        {
            var delivery = new Delivery(alert.Id, subscription.Id, DeliveryStatus.Pending, 0, now) { Tenant = subscription.Tenant };
            if (messages.Of(alert, subscription.Format) is { } rendering)
                outbound.Add(new OutboundMessage(alert, rendering, delivery, subscription, Traces.Here ?? alert.Trace));
            else
                await DeadLetter(delivery.DeadLettered(MessageFormats.Unknown(subscription.Format), now), cancellationToken);
        }

        return await supersession.CurrentOf(outbound, isFirstAttempt: true, messages, cancellationToken);
    }

    private async Task DeadLetter(Delivery delivery, CancellationToken cancellationToken)
    {
        await deliveries.Save(delivery, cancellationToken);
        DeliveryTelemetry.Note(delivery);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert {Alert} is in the queue but not in the history: nothing is sent")]
    private partial void LogUnknownAlert(string alert);
}
