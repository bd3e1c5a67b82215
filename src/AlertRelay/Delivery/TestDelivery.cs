using System.Diagnostics;
using AlertRelay.Delivery.Formats;
using AlertRelay.Subscriptions;
using AlertRelay.Telemetry;

namespace AlertRelay.Delivery;

/// <summary>Lets a subscription's owner see at once whether its receiver works, whether it is active or not.</summary>
public sealed class TestDelivery(WebhookSender sender, MessageFormats formats, IDeliveryStore deliveries, SubscriptionHealth health, TimeProvider time)
{
    /// <summary>One attempt, recorded and never repeated. It does not count as a failure of the subscription; a 410 disables it all the same.</summary>
    /// <returns>Null when the subscription's format does not exist.</returns>
    public async Task<SendResult?> SendTest(Subscription subscription, CancellationToken cancellation)
    {
        var alert = TestAlert.For(subscription.Id, time.GetUtcNow());
        if (formats.Find(subscription.Format)?.Render(alert) is not { } message)
            return null;

        using var span = Traces.Step(Traces.Deliver, ActivityKind.Client).Tag(Tags.Alert, alert.Id).Tag(Tags.Subscription, subscription.Id);
        var sent = await sender.Send(subscription, message, cancellation);
        DeliveryTelemetry.Note(span, sent.Outcome);
        var status = sent.Outcome is DeliveryOutcome.Delivered ? DeliveryStatus.Delivered : DeliveryStatus.Dead;
        var delivery = new Delivery(alert.Id, subscription.Id, status, 1, sent.At + sent.Took, Reason: sent.Outcome.Reason);
        await deliveries.Record([(delivery, sent.ToAttempt(alert.Id, subscription.Id, 1))], CancellationToken.None);
        if (sent.Outcome is not DeliveryOutcome.Failed)
            await health.Note(subscription, delivery, sent, CancellationToken.None);

        return sent;
    }
}
