using System.Collections.Concurrent;
using System.Diagnostics;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries;

/// <summary>Tests a subscription's receiver immediately, whether the subscription is active or not.</summary>
internal sealed class TestDelivery(
    SenderRouter router, EndpointThrottle throttle, MessageFormats formats, IDeliveryStore deliveries, SubscriptionHealth health, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, bool> _sending = new();

    /// <summary>Sends a test alert unless one with one of these ids was sent to the subscription, or is being sent by this process.</summary>
    /// <param name="ids">Of alerts. The first is that of the new one.</param>
    public async Task<TestOutcome> SendOnce(Subscription subscription, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (!_sending.TryAdd(ids[0], true))
            return TestOutcome.Before;

        try
        {
            foreach (var id in ids)
            {
                if (await deliveries.Find(DeliveryId.Of(id, subscription.Id), cancellationToken) is not null)
                    return TestOutcome.Before;
            }

            return new(await SendTest(subscription, TestAlert.For(subscription.Id, time.GetUtcNow()) with { Id = ids[0] }, cancellationToken), IsBefore: false);
        }
        finally
        {
            _sending.TryRemove(ids[0], out _);
        }
    }

    /// <summary>
    /// One attempt, recorded and never retried. Its failure does not count as a failure of the subscription, but a 410 disables it.
    /// </summary>
    /// <returns>Null when the subscription's format does not exist.</returns>
    public Task<DeliveryOutcome?> SendTest(Subscription subscription, CancellationToken cancellationToken) =>
        SendTest(subscription, TestAlert.For(subscription.Id, time.GetUtcNow()), cancellationToken);

    private async Task<DeliveryOutcome?> SendTest(Subscription subscription, Alert alert, CancellationToken cancellationToken)
    {
        if (await Send(subscription, alert, cancellationToken) is not { } sent)
            return null;

        var status = sent is DeliveryOutcome.Delivered ? DeliveryStatus.Delivered : DeliveryStatus.Dead;
        var delivery = new Delivery(alert.Id, subscription.Id, status, 1, sent.At + sent.Took, Reason: sent.Reason) { Tenant = subscription.Tenant };
        await deliveries.Record([(delivery, sent.ToAttempt(alert.Id, subscription.Id, 1))], CancellationToken.None);
        if (sent is not DeliveryOutcome.Failed { MovedTo: null })
            await health.Note(subscription, delivery, sent, CancellationToken.None);

        return sent;
    }

    /// <summary>For a subscription that does not exist yet: nothing is recorded.</summary>
    /// <returns>Null when its format does not exist.</returns>
    public Task<DeliveryOutcome?> Try(Subscription subscription, CancellationToken cancellationToken) =>
        Send(subscription, TestAlert.For(subscription.Id, time.GetUtcNow()), cancellationToken);

    // A test does not wait for the rate limit, but counts towards it.
    private async Task<DeliveryOutcome?> Send(Subscription subscription, Alert alert, CancellationToken cancellationToken)
    {
        if (formats.Find(subscription.Format) is not { } format)
            return null;

        var rendering = Rendering.Of(format, alert);
        throttle.TryAcquire(subscription, time.GetUtcNow());
        var sent = await Send(subscription, alert, rendering.For(subscription), cancellationToken);
        return sent is DeliveryOutcome.Failed { IsContentRejected: true }
            ? await Send(subscription, alert, rendering.PlainlyFor(subscription), cancellationToken)
            : sent;
    }

    private async Task<DeliveryOutcome> Send(Subscription subscription, Alert alert, Message message, CancellationToken cancellationToken)
    {
        using var span = Traces.Step(Traces.Deliver, ActivityKind.Client).Tag(Tags.Alert, alert.Id).Tag(Tags.Subscription, subscription.Id);
        var sent = await router.Send(subscription, message, cancellationToken);
        DeliveryTelemetry.Note(span, sent);
        throttle.Note(subscription, sent, time.GetUtcNow());
        return sent;
    }
}

/// <param name="Sent">Null when the subscription's format does not exist.</param>
/// <param name="IsBefore">Nothing was sent, because the request was done before.</param>
internal sealed record TestOutcome(DeliveryOutcome? Sent, bool IsBefore)
{
    public static readonly TestOutcome Before = new(null, IsBefore: true);
}

/// <summary>The alert that tests a receiver. Nobody can mistake it for a real one.</summary>
public static class TestAlert
{
    /// <summary>In the alert's marks: the only difference between a test and a real alert.</summary>
    public const string Mark = "test";

    /// <summary>Of the ids of test alerts, which are in no history.</summary>
    public const string Prefix = "test_";

    private const string Sentence = "This is a test from AlertRelay. No authority has said anything.";

    public static bool Is(Alert alert) => alert.Marks.Contains(Mark);

    public static Alert For(string subscriptionId, DateTimeOffset now) =>
        RelayEvents.New($"{Prefix}{subscriptionId}_{now.ToUnixTimeMilliseconds()}", "test", now) with
        {
            Channel = "test",
            Category = Category.Statement,
            Title = "Test",
            Headline = "Test: this receiver works",
            Summary = Sentence,
            Text = Sentence,
            Marks = [Mark],
        };
}
