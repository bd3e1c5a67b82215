using System.Collections.Concurrent;
using System.Globalization;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Numbers messages, sends each as soon as the rate limits permit, and records its outcome.</summary>
public sealed partial class DeliverySender(
    SenderRouter router,
    ConcurrencyLimiter limiter,
    EndpointThrottle throttle,
    RetrySchedule schedule,
    SubscriptionHealth health,
    RecentAlerts alerts,
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

    private readonly UnexpectedFailures _unexpected = new(logger);

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
        .GroupBy(outbound => ConcurrencyLimiter.HostOf(outbound.Subscription.Target))
        .Select(host => new HostQueue(InSequences([.. host])));

    // Those of one notice to one subscription follow each other, and so do all to an endpoint that failed recently.
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
                await Send(sequence, batch);
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

    // A message that has to wait holds back the newer ones of its notice.
    private async Task Send(OutboundMessage[] sequence, SendBatch batch)
    {
        var waiting = new Dictionary<(string, string), Wait>();
        foreach (var outbound in sequence)
        {
            var notice = (outbound.Subscription.Id, NoticeRevisions.NoticeOf(outbound.Alert));
            if (waiting.TryGetValue(notice, out var earlier))
                await Postpone(outbound, earlier, batch);
            else if (await Send(outbound, batch) is { } wait)
                waiting[notice] = wait;
        }
    }

    /// <returns>Null when it was sent.</returns>
    private async Task<Wait?> Send(OutboundMessage outbound, SendBatch batch)
    {
        var (subscription, isSlow) = (outbound.Subscription, limiter.IsSlow(outbound.Subscription.Target));
        var slot = await limiter.Enter(subscription, batch.Cancellation);
        DeliveryOutcome sent;
        try
        {
            var startBy = isSlow ? batch.SlowStartBy : batch.StartBy;
            // What costs nothing first. The message enters the throttle last.
            if ((IsHeldBack(subscription, startBy) ?? await MustLookAgain(outbound, batch.Cancellation) ?? MustWait(subscription, startBy)) is { } wait)
            {
                await Postpone(outbound, wait, batch);
                return wait;
            }

            sent = await Send(outbound, outbound.Rendering.For, batch.Cancellation);
            if (sent is DeliveryOutcome.Failed { IsContentRejected: true } && time.GetUtcNow() < batch.StartBy)
            {
                // Immediately, whatever the rate limit: a retry would use the rejected form again.
                outbound = Note(outbound, sent, batch);
                throttle.TryEnter(subscription.Target);
                sent = await Send(outbound, outbound.Rendering.PlainlyFor, batch.Cancellation);
            }
        }
        finally
        {
            limiter.Leave(slot, subscription);
        }

        var recorded = Note(outbound, sent, batch);
        await health.Note(outbound.Subscription, recorded.Delivery, sent, CancellationToken.None);
        return null;
    }

    private async Task<DeliveryOutcome> Send(OutboundMessage outbound, Func<OutboundMessage, Message> write, CancellationToken cancellationToken)
    {
        using var span = DeliveryTelemetry.Delivering(outbound);
        try
        {
            var sent = Write(outbound, write, out var failure) is { } message
                ? await router.Send(outbound.Subscription, message, cancellationToken)
                : failure! with { At = time.GetUtcNow() };
            DeliveryTelemetry.Note(span, sent);
            throttle.Note(outbound.Subscription, sent, time.GetUtcNow());
            return sent;
        }
        finally
        {
            throttle.Leave(outbound.Subscription.Target);
        }
    }

    // One alert in one format must not stop the batch, which would come again and again.
    private Message? Write(OutboundMessage outbound, Func<OutboundMessage, Message> write, out DeliveryOutcome.Failed? failure)
    {
        try
        {
            failure = null;
            return write(outbound);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failure = _unexpected.Note(exception);
            return null;
        }
    }

    private async Task<Wait?> MustLookAgain(OutboundMessage outbound, CancellationToken cancellationToken)
    {
        foreach (var id in outbound.OutdatedBy)
        {
            if (await alerts.Find(id, cancellationToken) is not null)
                return new Wait(time.GetUtcNow() + OneByOne, "waits: there is a newer alert of the notice");
        }

        return null;
    }

    private Wait? IsHeldBack(Subscription subscription, DateTimeOffset startBy)
    {
        var now = time.GetUtcNow();
        return throttle.ClosedUntil(subscription.Target, now) is { } closed ? new Wait(closed, "waits: the receiver asked for a pause, or was overloaded")
            : now >= startBy ? new Wait(now, "waits for its turn: many messages are being sent")
            : null;
    }

    /// <returns>Null when the message may go now: then it has entered the throttle.</returns>
    private Wait? MustWait(Subscription subscription, DateTimeOffset startBy)
    {
        if (IsHeldBack(subscription, startBy) is { } wait)
            return wait;

        var now = time.GetUtcNow();
        if (!throttle.TryEnter(subscription.Target))
            return new Wait(now + OneByOne, "waits for its turn: the receiver was overloaded, and gets one message at a time");
        if (throttle.TryAcquire(subscription, now) is not { } nextSlot)
            return null;

        throttle.Leave(subscription.Target);
        return new Wait(nextSlot, "waits for its turn: the receiver's rate limit");
    }

    private async Task Postpone(OutboundMessage outbound, Wait wait, SendBatch batch)
    {
        foreach (var delivery in outbound.GroupedDeliveries.Select(grouped => grouped.Delivery).Prepend(outbound.Delivery))
        {
            // A failure is the better reason to show.
            var postponed = delivery.Postponed(wait.Until, time.GetUtcNow());
            await deliveries.Save(delivery.Attempts > 0 ? postponed : postponed with { Reason = wait.Reason }, batch.Cancellation);
        }

        AddWakeUp(wait.Until, batch.Postponements);
    }

    private void AddWakeUp(DateTimeOffset? due, ConcurrentBag<DateTimeOffset> times)
    {
        if (due is { } at && at - time.GetUtcNow() < WakeUpWindow)
            times.Add(at);
    }

    private OutboundMessage Note(OutboundMessage outbound, DeliveryOutcome sent, SendBatch batch)
    {
        var after = outbound.Delivery.After(sent, schedule);
        batch.Recorder.Add(after, sent.ToAttempt(after.AlertId, after.SubscriptionId, after.Attempts));
        var grouped = outbound.GroupedDeliveries.Select(each => each with { Delivery = each.Delivery.GroupedWith(after, each.SupersededBy) }).ToList();
        foreach (var (delivery, _) in grouped)
            batch.Recorder.Add(delivery, sent.ToAttempt(delivery.AlertId, delivery.SubscriptionId, delivery.Attempts));
        AddWakeUp(after.NextAttemptAt, batch.Retries);
        DeliveryTelemetry.Note(outbound.Alert, after, sent);
        Log(outbound.Subscription, after);

        return outbound with { Delivery = after, GroupedDeliveries = grouped };
    }

    /// <param name="Reason">For the ledger.</param>
    private sealed record Wait(DateTimeOffset Until, string Reason);

    private void Log(Subscription subscription, Delivery after)
    {
        if (after.Status == DeliveryStatus.Delivered)
        {
            if (after.Attempts > 1)
                LogDelivered(subscription.Name, after.SubscriptionId, after.AlertId, after.Attempts);

            return;
        }

        var next = after.NextAttemptAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"next attempt at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
            : "no further attempt: it is a dead letter";
        LogFailed(subscription.Name, after.SubscriptionId, after.AlertId, after.Attempts, after.Reason ?? "no reason", next);
    }

    // The log never contains the target: a chat webhook's URL is its password.
    [LoggerMessage(
        EventIds.DeliveryFailed, LogLevel.Warning,
        "Subscription \"{Name}\" ({Subscription}) did not get alert {Alert} on attempt {Attempt}: {Reason}; {Next}")]
    private partial void LogFailed(string name, string subscription, string alert, int attempt, string reason, string next);

    [LoggerMessage(
        EventIds.DeliveredLate, LogLevel.Information, "Subscription \"{Name}\" ({Subscription}) got alert {Alert} on attempt {Attempt}")]
    private partial void LogDelivered(string name, string subscription, string alert, int attempt);
}
