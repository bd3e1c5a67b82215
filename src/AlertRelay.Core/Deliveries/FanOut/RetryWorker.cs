using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Retries due deliveries: the same alert, with the same id.</summary>
public sealed class RetryWorker(
    IDeliveryStore deliveries,
    IAlertStore alerts,
    ISubscriptionStore subscriptions,
    MessageFormats formats,
    Supersession supersession,
    DeliverySender sender,
    IRetryQueue retries,
    IOptions<DeliveryOptions> options,
    TimeProvider time)
{
    private const int Limit = 256;

    private static readonly TimeSpan PausedInterval = TimeSpan.FromHours(1);

    /// <returns>How many were due. If it is not 0, more may be due.</returns>
    public async Task<int> RunOnce(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await deliveries.TakeDue(now, options.Value.Lease, Limit, cancellationToken);
        var batch = new Batch(new RenderedMessages(formats), [], now);
        var outbound = new List<OutboundMessage>(due.Count);
        foreach (var delivery in due)
        {
            if (await Prepare(delivery, batch, cancellationToken) is { } message)
                outbound.Add(message);
        }

        var current = await supersession.CurrentOf(outbound, isFirstAttempt: false, batch.Messages, cancellationToken);
        await sender.Send(DigestGroup.Of(current, batch.Messages), now + options.Value.PageTime, cancellationToken);
        return due.Count;
    }

    /// <summary>Runs until nothing is due. With many due deliveries, it schedules another worker to help. The next call sends the rest.</summary>
    /// <param name="maxDuration">No further batch is started after this.</param>
    public async Task RunUntilIdle(TimeSpan maxDuration, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + maxDuration;
        var isHelpScheduled = false;
        while (await RunOnce(cancellationToken) is > 0 and var due)
        {
            var isOver = time.GetUtcNow() >= end;
            if (isOver || (due == Limit && !isHelpScheduled))
                await retries.Schedule(time.GetUtcNow(), cancellationToken);
            if (isOver)
                return;

            isHelpScheduled = true;
        }
    }

    private async Task<OutboundMessage?> Prepare(Delivery due, Batch batch, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(due.SubscriptionId, cancellationToken) is not { } subscription)
            return await Settle(due.DeadLettered("subscription deleted", batch.Now), cancellationToken);

        var delivery = due with { Tenant = subscription.Tenant };

        if (subscription.Status == SubscriptionStatus.Disabled)
            return await Settle(delivery.DeadLettered("subscription disabled", batch.Now), cancellationToken);

        if (subscription.Status is SubscriptionStatus.Paused or SubscriptionStatus.Unverified)
            return await Settle(delivery.Postponed(batch.Now + PausedInterval, batch.Now), cancellationToken);

        if (await FindAlert(delivery, batch, cancellationToken) is not { } alert)
            return await Settle(delivery.DeadLettered("the alert is no longer in the history", batch.Now), cancellationToken);

        // The owner may have changed them since the alert was held back, or since the last attempt.
        if (!delivery.IsRequested && NotificationPlan.Unwanted(subscription, alert, batch.Now) is { } reason)
            return await Settle(delivery.Silenced(reason, batch.Now), cancellationToken);

        return batch.Messages.Of(alert, subscription.Format) is { } rendering
            ? new OutboundMessage(alert, rendering, delivery, subscription, alert.Trace)
            : await Settle(delivery.DeadLettered(MessageFormats.Unknown(subscription.Format), batch.Now), cancellationToken);
    }

    /// <returns>Null: there is nothing to send.</returns>
    private async Task<OutboundMessage?> Settle(Delivery delivery, CancellationToken cancellationToken)
    {
        await deliveries.Save(delivery, cancellationToken);
        DeliveryTelemetry.Note(delivery);
        return null;
    }

    private async Task<Alert?> FindAlert(Delivery delivery, Batch batch, CancellationToken cancellationToken)
    {
        if (!batch.Alerts.TryGetValue(delivery.AlertId, out var alert))
            batch.Alerts[delivery.AlertId] = alert = await alerts.Find(delivery.AlertId, cancellationToken);

        return alert;
    }

    private sealed record Batch(RenderedMessages Messages, Dictionary<string, Alert?> Alerts, DateTimeOffset Now);
}
