using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Tries again what is due: the same alert, with the same id.</summary>
public sealed class RetryWorker(
    IDeliveryStore deliveries,
    IAlertStore alerts,
    ISubscriptionStore subscriptions,
    MessageFormats formats,
    DeliverySender courier,
    IRetryQueue retries,
    IOptions<DeliveryOptions> options,
    TimeProvider time)
{
    private const int Limit = 256;

    private static readonly TimeSpan LookAgainWhileItRests = TimeSpan.FromHours(1);

    // Over the longest that a batch can take: for the store, and for clocks that differ.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <returns>How many were due; when it is not 0, more may be.</returns>
    public async Task<int> RunOnce(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lease = options.Value.PageTime + options.Value.Timeout + Margin;
        var due = await deliveries.TakeDue(now, lease, Limit, cancellationToken);
        var batch = new Batch(new RenderedMessages(formats), [], now);
        var parcels = new List<OutboundMessage>(due.Count);
        foreach (var delivery in due)
        {
            if (await Pack(delivery, batch, cancellationToken) is { } parcel)
                parcels.Add(parcel);
        }

        await courier.Send(DigestGroup.Of(parcels, batch.Messages), now + options.Value.PageTime, cancellationToken);
        return due.Count;
    }

    /// <summary>Until nothing is due. While there is much, others are called to help; what is left at the end is left to the next call.</summary>
    /// <param name="longest">No further batch is begun after this.</param>
    public async Task RunUntilIdle(TimeSpan longest, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + longest;
        var helpIsCalled = false;
        while (await RunOnce(cancellationToken) is > 0 and var due)
        {
            var isOver = time.GetUtcNow() >= end;
            if (isOver || (due == Limit && !helpIsCalled))
                await retries.Schedule(time.GetUtcNow(), cancellationToken);
            if (isOver)
                return;

            helpIsCalled = true;
        }
    }

    private async Task<OutboundMessage?> Pack(Delivery delivery, Batch batch, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(delivery.SubscriptionId, cancellationToken) is not { } subscription)
            return await Settle(delivery.DeadLettered("subscription deleted", batch.Now), cancellationToken);

        if (subscription.Status == SubscriptionStatus.Disabled)
            return await Settle(delivery.DeadLettered("subscription disabled", batch.Now), cancellationToken);

        if (subscription.Status is SubscriptionStatus.Paused or SubscriptionStatus.Unverified)
            return await Settle(delivery.Postponed(batch.Now + LookAgainWhileItRests, batch.Now), cancellationToken);

        if (await AlertOf(delivery, batch, cancellationToken) is not { } alert)
            return await Settle(delivery.DeadLettered("the alert is no longer in the history", batch.Now), cancellationToken);

        return batch.Messages.Of(alert, subscription.Format) is { } rendering
            ? new OutboundMessage(alert, rendering, delivery, subscription, alert.Trace)
            : await Settle(delivery.DeadLettered(MessageFormats.Unknown(subscription.Format), batch.Now), cancellationToken);
    }

    /// <returns>Null: there is nothing to carry.</returns>
    private async Task<OutboundMessage?> Settle(Delivery delivery, CancellationToken cancellationToken)
    {
        await deliveries.Save(delivery, cancellationToken);
        DeliveryTelemetry.Note(delivery);
        return null;
    }

    private async Task<Alert?> AlertOf(Delivery delivery, Batch batch, CancellationToken cancellationToken)
    {
        if (!batch.Alerts.TryGetValue(delivery.AlertId, out var alert))
            batch.Alerts[delivery.AlertId] = alert = await alerts.Find(delivery.AlertId, cancellationToken);

        return alert;
    }

    private sealed record Batch(RenderedMessages Messages, Dictionary<string, Alert?> Alerts, DateTimeOffset Now);
}
