using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>One message for one receiver.</summary>
/// <param name="Delivery">Its state before the attempt.</param>
/// <param name="Trace">The trace of the caller, as W3C "traceparent".</param>
internal sealed record OutboundMessage(Alert Alert, Rendering Rendering, Delivery Delivery, Subscription Subscription, string? Trace)
{
    /// <summary>Further deliveries that the same message contains. They share its outcome.</summary>
    public IReadOnlyList<GroupedDelivery> GroupedDeliveries { get; init; } = [];

    /// <summary>The newest alert of the notice, when that is to be sent in the same message; null otherwise.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>The platform's response to the post that this one replies to; null for no reply.</summary>
    public string? InReplyTo { get; init; }
}

/// <param name="SupersededBy">The newer alert of the same notice in the message; null for none.</param>
internal sealed record GroupedDelivery(Delivery Delivery, string? SupersededBy);

/// <summary>Numbers messages, sends each as soon as the rate limits permit, and records its outcome.</summary>
public sealed partial class DeliverySender(
    SenderRouter router,
    ConcurrencyLimiter limiter,
    EndpointThrottle throttle,
    RetrySchedule schedule,
    SubscriptionHealth health,
    IDeliveryStore deliveries,
    IRetryQueue retries,
    TimeProvider time,
    ILogger<DeliverySender> logger)
{
    // Maintenance finds later retries, because it looks once a minute.
    private static readonly TimeSpan WakeUpWindow = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan OneByOne = TimeSpan.FromSeconds(1);

    // Receivers that are known to be slow must not keep a batch open for all its time.
    private static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(5);

    /// <summary>Returns when every outcome is recorded. After cancellation it starts no further send, and records those that were answered.</summary>
    /// <param name="startBy">Sends that have not started by then are left to the retry worker, so that the caller's lease is long enough.</param>
    internal async Task Send(IReadOnlyList<OutboundMessage> messages, DateTimeOffset startBy, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return;

        messages = await new EarlierDeliveries(deliveries).AddTo(messages, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recorder = new OutcomeRecorder(deliveries, time);
        var recording = Record(recorder, stop);
        var slowStartBy = time.GetUtcNow() + SlowStart;
        var batch = new SendBatch(startBy, slowStartBy < startBy ? slowStartBy : startBy, recorder, stop.Token);
        try
        {
            await Task.WhenAll(ByHost(messages).SelectMany(queue => Workers(queue, batch)));
        }
        finally
        {
            recorder.Complete();
            await recording;
        }

        foreach (var due in batch.WakeUpTimes())
            await retries.Schedule(due, cancellationToken);
    }

    // Subscriptions that are failing come last, because they may need the whole timeout.
    private IEnumerable<HostQueue> ByHost(IReadOnlyList<OutboundMessage> messages) => messages
        .OrderBy(outbound => outbound.Subscription.FailingSince is not null)
        .GroupBy(outbound => ConcurrencyLimiter.RoadTo(outbound.Subscription.Target))
        .Select(host => new HostQueue(InSequences([.. host])));

    // Those of one notice to one subscription follow each other, and so do all to an endpoint that failed lately.
    private OutboundMessage[][] InSequences(OutboundMessage[] messages) => messages.Length == 1
        ? [messages]
        : [
            .. messages.GroupBy(outbound => throttle.IsRecovering(outbound.Subscription.Target)
                ? (outbound.Subscription.Target.AbsoluteUri, "")
                : (outbound.Subscription.Id, NoticeRevisions.NoticeOf(outbound.Alert))).Select(sequence => sequence.ToArray()),
        ];

    private IEnumerable<Task> Workers(HostQueue queue, SendBatch batch) =>
        Enumerable.Range(0, Math.Min(queue.Count, limiter.SlotsPerHost)).Select(_ => RunWorker(queue, batch));

    private async Task RunWorker(HostQueue queue, SendBatch batch)
    {
        using (await limiter.EnterHost(queue.Target, batch.Cancellation))
        {
            while (queue.Next() is { } sequence)
            {
                foreach (var outbound in sequence)
                    await Send(outbound, batch);
            }
        }
    }

    // When recording fails, sending stops: unrecorded messages would be sent again and again.
    private static async Task Record(OutcomeRecorder recorder, CancellationTokenSource stop)
    {
        try
        {
            await recorder.Run();
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task Send(OutboundMessage outbound, SendBatch batch)
    {
        var (subscription, isSlow) = (outbound.Subscription, limiter.IsSlow(outbound.Subscription.Target));
        var slot = await limiter.Enter(subscription, batch.Cancellation);
        SendResult sent;
        try
        {
            if (Delay(subscription, isSlow ? batch.SlowStartBy : batch.StartBy) is { } delay)
            {
                await Postpone(outbound, delay, batch);
                return;
            }

            sent = await Send(outbound, outbound.Rendering.For(outbound), batch.Cancellation);
            if (sent.Outcome is DeliveryOutcome.Failed { IsContentRejected: true } && time.GetUtcNow() < batch.StartBy)
            {
                // Immediately, whatever the rate limit: a retry would use the rejected form again.
                outbound = Note(outbound, sent, batch);
                throttle.TryEnter(subscription.Target);
                sent = await Send(outbound, outbound.Rendering.PlainlyFor(outbound), batch.Cancellation);
            }
        }
        finally
        {
            limiter.Leave(slot, subscription);
        }

        var recorded = Note(outbound, sent, batch);
        await health.Note(outbound.Subscription, recorded.Delivery, sent, CancellationToken.None);
    }

    private async Task<SendResult> Send(OutboundMessage outbound, Message message, CancellationToken cancellationToken)
    {
        using var span = DeliveryTelemetry.Delivering(outbound);
        try
        {
            var sent = await router.Send(outbound.Subscription, message, cancellationToken);
            DeliveryTelemetry.Note(span, sent.Outcome);
            throttle.Note(outbound.Subscription, sent.Outcome, time.GetUtcNow());
            return sent;
        }
        finally
        {
            throttle.Leave(outbound.Subscription.Target);
        }
    }

    /// <returns>Null when the message may go now: then it has entered the throttle.</returns>
    private (DateTimeOffset Until, string Reason)? Delay(Subscription subscription, DateTimeOffset startBy)
    {
        var now = time.GetUtcNow();
        if (throttle.ClosedUntil(subscription.Target, now) is { } closed)
            return (closed, "waits: the receiver asked for a pause, or was overloaded");
        if (now >= startBy)
            return (now, "waits for its turn: many messages are being sent");
        if (!throttle.TryEnter(subscription.Target))
            return (now + OneByOne, "waits for its turn: the receiver was overloaded, and gets one message at a time");
        if (throttle.Turn(subscription, now) is not { } turn)
            return null;

        throttle.Leave(subscription.Target);
        return (turn, "waits for its turn: the receiver's rate limit");
    }

    private async Task Postpone(OutboundMessage outbound, (DateTimeOffset Until, string Reason) delay, SendBatch batch)
    {
        foreach (var delivery in outbound.GroupedDeliveries.Select(grouped => grouped.Delivery).Prepend(outbound.Delivery))
        {
            // A failure is the better reason to show.
            var postponed = delivery.Postponed(delay.Until, time.GetUtcNow());
            await deliveries.Save(delivery.Attempts > 0 ? postponed : postponed with { Reason = delay.Reason }, batch.Cancellation);
        }

        AddWakeUp(delay.Until, batch.Postponements);
    }

    private void AddWakeUp(DateTimeOffset? due, ConcurrentBag<DateTimeOffset> times)
    {
        if (due is { } at && at - time.GetUtcNow() < WakeUpWindow)
            times.Add(at);
    }

    private OutboundMessage Note(OutboundMessage outbound, SendResult sent, SendBatch batch)
    {
        var after = outbound.Delivery.After(sent, schedule);
        batch.Recorder.Add(after, sent.ToAttempt(after.AlertId, after.SubscriptionId, after.Attempts));
        var grouped = outbound.GroupedDeliveries.Select(each => each with { Delivery = each.Delivery.GroupedWith(after, each.SupersededBy) }).ToList();
        foreach (var (delivery, _) in grouped)
            batch.Recorder.Add(delivery, sent.ToAttempt(delivery.AlertId, delivery.SubscriptionId, delivery.Attempts));
        AddWakeUp(after.NextAttemptAt, batch.Retries);
        DeliveryTelemetry.Note(outbound.Alert, after, sent);
        if (sent.Outcome.Reason is { } reason)
            LogFailed(after.AlertId, after.SubscriptionId, after.Attempts, reason, after.NextAttemptAt);

        return outbound with { Delivery = after, GroupedDeliveries = grouped };
    }

    /// <summary>The messages for one host, in sequences. Several workers take from it concurrently.</summary>
    private sealed class HostQueue(OutboundMessage[][] sequences)
    {
        private int _taken;

        public int Count => sequences.Length;

        public Uri Target => sequences[0][0].Subscription.Target;

        public OutboundMessage[]? Next() => Interlocked.Increment(ref _taken) is var number && number <= sequences.Length ? sequences[number - 1] : null;
    }

    private sealed record SendBatch(DateTimeOffset StartBy, DateTimeOffset SlowStartBy, OutcomeRecorder Recorder, CancellationToken Cancellation)
    {
        public ConcurrentBag<DateTimeOffset> Retries { get; } = [];

        /// <summary>Rate limits give each of these messages a time of its own.</summary>
        public ConcurrentBag<DateTimeOffset> Postponements { get; } = [];

        public IEnumerable<DateTimeOffset> WakeUpTimes() =>
        [
            .. Retries.OrderDescending().Take(1),
            .. Postponements.GroupBy(at => at.ToUnixTimeSeconds()).Select(second => second.Max()),
        ];
    }

    // The log never contains the target: a chat webhook's URL is its password.
    [LoggerMessage(Level = LogLevel.Information, Message = "Alert {Alert} missed subscription {Subscription} on attempt {Attempt}: {Reason}. Next: {Next}")]
    private partial void LogFailed(string alert, string subscription, int attempt, string reason, DateTimeOffset? next);
}
