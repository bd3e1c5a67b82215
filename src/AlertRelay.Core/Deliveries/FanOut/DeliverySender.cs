using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>One message for one receiver.</summary>
/// <param name="Delivery">As it stands before the attempt.</param>
/// <param name="Trace">Of what sends it, as W3C "traceparent".</param>
internal sealed record OutboundMessage(Alert Alert, Rendering Rendering, Delivery Delivery, Subscription Subscription, string? Trace)
{
    /// <summary>What the same message tells beside; they share its outcome.</summary>
    public IReadOnlyList<Delivery> GroupedDeliveries { get; init; } = [];

    /// <summary>What the platform answered to the post that this one goes on from; null where there is none.</summary>
    public string? InReplyTo { get; init; }
}

/// <summary>Numbers messages, sends each when it is its turn, and records its outcome.</summary>
public sealed partial class DeliverySender(
    SenderRouter post,
    ConcurrencyLimiter gate,
    EndpointThrottle pace,
    RetrySchedule schedule,
    SubscriptionHealth health,
    IDeliveryStore deliveries,
    IRetryQueue retries,
    TimeProvider time,
    ILogger<DeliverySender> logger)
{
    // Later retries are found by the sweep, which looks once a minute.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Returns when every parcel is recorded. Cancelled, it begins no further one and records those that were answered.</summary>
    /// <param name="startBy">Those not begun by then are put back for the worker, so that the caller's lease is long enough.</param>
    internal async Task Send(IReadOnlyList<OutboundMessage> parcels, DateTimeOffset startBy, CancellationToken cancellationToken)
    {
        if (parcels.Count == 0)
            return;

        parcels = await new EarlierDeliveries(deliveries).AddTo(parcels, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recorder = new OutcomeRecorder(deliveries, time);
        var recording = Record(recorder, stop);
        var round = new SendBatch(startBy, recorder, stop.Token);
        try
        {
            await Task.WhenAll(ByHost(parcels).SelectMany(waiting => Lanes(waiting, round)));
        }
        finally
        {
            recorder.Complete();
            await recording;
        }

        foreach (var due in round.Wakings())
            await retries.Schedule(due, cancellationToken);
    }

    // Those that failed last time come last: they may need the whole timeout.
    private static IEnumerable<HostQueue> ByHost(IReadOnlyList<OutboundMessage> parcels) => parcels
        .OrderBy(parcel => parcel.Subscription.FailingSince is not null)
        .GroupBy(parcel => ConcurrencyLimiter.RoadTo(parcel.Subscription.Target))
        .Select(host => new HostQueue([.. host]));

    private IEnumerable<Task> Lanes(HostQueue line, SendBatch round) =>
        Enumerable.Range(0, Math.Min(line.Count, gate.PlacesPerHost)).Select(_ => Lane(line, round));

    private async Task Lane(HostQueue line, SendBatch round)
    {
        using (await gate.EnterHost(line.Target, round.Cancellation))
        {
            while (line.Next() is { } parcel)
                await Send(parcel, round);
        }
    }

    // What cannot be recorded must not be sent: it would be sent again and again.
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

    private async Task Send(OutboundMessage parcel, SendBatch round)
    {
        await gate.Enter(round.Cancellation);
        SendResult sent;
        try
        {
            if (Postpone(parcel.Subscription, round.StartBy) is { } until)
            {
                foreach (var delivery in parcel.GroupedDeliveries.Prepend(parcel.Delivery))
                    await deliveries.Save(delivery.Postponed(until, time.GetUtcNow()), round.Cancellation);
                Remember(until, round.Turns);
                return;
            }

            sent = await Send(parcel, parcel.Rendering.For(parcel), round.Cancellation);
            if (sent.Outcome is DeliveryOutcome.Failed { IsContentRejected: true } && time.GetUtcNow() < round.StartBy)
            {
                // At once, whosever turn it is: it would come back in the form that was not read.
                parcel = Note(parcel, sent, round);
                sent = await Send(parcel, parcel.Rendering.PlainlyFor(parcel.Subscription.Target), round.Cancellation);
            }
        }
        finally
        {
            gate.Leave();
        }

        var carried = Note(parcel, sent, round);
        await health.Note(parcel.Subscription, carried.Delivery, sent, CancellationToken.None);
    }

    private async Task<SendResult> Send(OutboundMessage parcel, Message message, CancellationToken cancellationToken)
    {
        using var span = DeliveryTelemetry.Delivering(parcel);
        var sent = await post.Send(parcel.Subscription, message, cancellationToken);
        DeliveryTelemetry.Note(span, sent.Outcome);
        pace.Note(parcel.Subscription, sent.Outcome, time.GetUtcNow());
        return sent;
    }

    private DateTimeOffset? Postpone(Subscription subscription, DateTimeOffset startBy)
    {
        var now = time.GetUtcNow();
        return pace.ClosedUntil(subscription.Target, now) ?? (now >= startBy ? now : pace.Turn(subscription, now));
    }

    private void Remember(DateTimeOffset? due, ConcurrentBag<DateTimeOffset> soon)
    {
        if (due is { } at && at - time.GetUtcNow() < Soon)
            soon.Add(at);
    }

    private OutboundMessage Note(OutboundMessage parcel, SendResult sent, SendBatch round)
    {
        var after = parcel.Delivery.After(sent, schedule);
        round.Recorder.Add(after, sent.ToAttempt(after.AlertId, after.SubscriptionId, after.Attempts));
        var along = parcel.GroupedDeliveries.Select(delivery => delivery.GroupedWith(after)).ToList();
        foreach (var also in along)
            round.Recorder.Add(also, sent.ToAttempt(also.AlertId, also.SubscriptionId, also.Attempts));
        Remember(after.NextAttemptAt, round.Retries);
        DeliveryTelemetry.Note(parcel.Alert, after, sent);
        if (sent.Outcome.Reason is { } reason)
            LogFailed(after.AlertId, after.SubscriptionId, after.Attempts, reason, after.NextAttemptAt);

        return parcel with { Delivery = after, GroupedDeliveries = along };
    }

    /// <summary>Those who wait for one host; several take from it at once.</summary>
    private sealed class HostQueue(OutboundMessage[] parcels)
    {
        private int _taken;

        public int Count => parcels.Length;

        public Uri Target => parcels[0].Subscription.Target;

        public OutboundMessage? Next() => Interlocked.Increment(ref _taken) is var number && number <= parcels.Length ? parcels[number - 1] : null;
    }

    private sealed record SendBatch(DateTimeOffset StartBy, OutcomeRecorder Recorder, CancellationToken Cancellation)
    {
        public ConcurrentBag<DateTimeOffset> Retries { get; } = [];

        /// <summary>Of those that were put off, each of which has to go at its own time.</summary>
        public ConcurrentBag<DateTimeOffset> Turns { get; } = [];

        public IEnumerable<DateTimeOffset> Wakings() =>
        [
            .. Retries.OrderDescending().Take(1),
            .. Turns.GroupBy(turn => turn.ToUnixTimeSeconds()).Select(second => second.Max()),
        ];
    }

    // The target stays out of the log: in chat webhooks it is the password.
    [LoggerMessage(Level = LogLevel.Information, Message = "Alert {Alert} missed subscription {Subscription} on attempt {Attempt}: {Reason}. Next: {Next}")]
    private partial void LogFailed(string alert, string subscription, int attempt, string reason, DateTimeOffset? next);
}
