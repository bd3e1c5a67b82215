using System.Diagnostics;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries;

/// <summary>Lets a subscription's owner see at once whether its receiver works, whether it is active or not.</summary>
internal sealed class TestDelivery(
    SenderRouter post, EndpointThrottle pace, MessageFormats formats, IDeliveryStore deliveries, SubscriptionHealth health, TimeProvider time)
{
    /// <summary>
    /// One attempt, recorded and never repeated. It does not count as a failure of the subscription; a 410 or the like disables it all the
    /// same.
    /// </summary>
    /// <returns>Null when the subscription's format does not exist.</returns>
    public async Task<SendResult?> SendTest(Subscription subscription, CancellationToken cancellationToken)
    {
        var alert = TestAlert.For(subscription.Id, time.GetUtcNow());
        if (await Send(subscription, alert, cancellationToken) is not { } sent)
            return null;

        var status = sent.Outcome is DeliveryOutcome.Delivered ? DeliveryStatus.Delivered : DeliveryStatus.Dead;
        var delivery = new Delivery(alert.Id, subscription.Id, status, 1, sent.At + sent.Took, Reason: sent.Outcome.Reason);
        await deliveries.Record([(delivery, sent.ToAttempt(alert.Id, subscription.Id, 1))], CancellationToken.None);
        if (sent.Outcome is not DeliveryOutcome.Failed { MovedTo: null })
            await health.Note(subscription, delivery, sent, CancellationToken.None);

        return sent;
    }

    /// <summary>The same of a subscription that does not exist yet: nothing is recorded.</summary>
    /// <returns>Null when its format does not exist.</returns>
    public Task<SendResult?> Try(Subscription subscription, CancellationToken cancellationToken) =>
        Send(subscription, TestAlert.For(subscription.Id, time.GetUtcNow()), cancellationToken);

    // Whoever tests does not wait for a turn, but takes one.
    private async Task<SendResult?> Send(Subscription subscription, Alert alert, CancellationToken cancellationToken)
    {
        if (formats.Find(subscription.Format) is not { } format)
            return null;

        var rendering = Rendering.Of(format, alert);
        pace.Turn(subscription, time.GetUtcNow());
        var sent = await Send(subscription, alert, rendering.For(subscription.Target), cancellationToken);
        return sent.Outcome is DeliveryOutcome.Failed { IsContentRejected: true }
            ? await Send(subscription, alert, rendering.PlainlyFor(subscription.Target), cancellationToken)
            : sent;
    }

    private async Task<SendResult> Send(Subscription subscription, Alert alert, Message message, CancellationToken cancellationToken)
    {
        using var span = Traces.Step(Traces.Deliver, ActivityKind.Client).Tag(Tags.Alert, alert.Id).Tag(Tags.Subscription, subscription.Id);
        var sent = await post.Send(subscription, message, cancellationToken);
        DeliveryTelemetry.Note(span, sent.Outcome);
        pace.Note(subscription, sent.Outcome, time.GetUtcNow());
        return sent;
    }
}
