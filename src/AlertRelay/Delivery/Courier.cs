using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Delivery.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Delivery;

/// <summary>One message for one receiver.</summary>
/// <param name="Delivery">As it stands before the attempt.</param>
/// <param name="Trace">Of what sends it, as W3C "traceparent".</param>
public sealed record Parcel(Alert Alert, Message Message, Delivery Delivery, Subscription Subscription, string? Trace)
{
    /// <summary>What the same message tells beside; they share its outcome.</summary>
    public IReadOnlyList<Delivery> Along { get; init; } = [];
}

/// <summary>Carries parcels: each waits for its turn, is sent, and is written down with what follows from its outcome.</summary>
public sealed partial class Courier(
    WebhookSender sender,
    SendGate gate,
    EndpointPace pace,
    RetrySchedule schedule,
    SubscriptionHealth health,
    IDeliveryStore deliveries,
    IRetryQueue retries,
    TimeProvider time,
    ILogger<Courier> logger)
{
    // Later retries are found by the sweep, which looks once a minute.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Returns when every parcel is recorded. Cancelled, it begins no further one and records those that were answered.</summary>
    /// <param name="startBy">Those not begun by then are put back for the worker, so that the caller's lease is long enough.</param>
    public async Task Carry(IReadOnlyList<Parcel> parcels, DateTimeOffset startBy, CancellationToken cancellation)
    {
        if (parcels.Count == 0)
            return;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var recorder = new OutcomeRecorder(deliveries, time);
        var recording = Record(recorder, stop);
        var round = new Round(startBy, recorder, stop.Token);
        try
        {
            await Task.WhenAll(ByHost(parcels).SelectMany(waiting => Lanes(waiting, round)));
        }
        finally
        {
            recorder.Complete();
            await recording;
        }

        if (round.SoonDue.Max() is { } due)
            await retries.Schedule(due, cancellation);
    }

    // Those that failed last time come last: they may need the whole timeout.
    private static IEnumerable<ConcurrentQueue<Parcel>> ByHost(IReadOnlyList<Parcel> parcels) => parcels
        .OrderBy(parcel => parcel.Subscription.FailingSince is not null)
        .GroupBy(parcel => (parcel.Subscription.Target.Host, parcel.Subscription.Target.Port))
        .Select(host => new ConcurrentQueue<Parcel>(host));

    private IEnumerable<Task> Lanes(ConcurrentQueue<Parcel> waiting, Round round) =>
        Enumerable.Range(0, Math.Min(waiting.Count, gate.PlacesPerHost)).Select(_ => Lane(waiting, round));

    private async Task Lane(ConcurrentQueue<Parcel> waiting, Round round)
    {
        if (!waiting.TryPeek(out var first))
            return;

        using (await gate.EnterHost(first.Subscription.Target, round.Cancellation))
        {
            while (waiting.TryDequeue(out var parcel))
                await Carry(parcel, round);
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

    private async Task Carry(Parcel parcel, Round round)
    {
        await gate.Enter(round.Cancellation);
        SendResult sent;
        try
        {
            if (PutOff(parcel.Subscription, round.StartBy) is { } until)
            {
                foreach (var delivery in parcel.Along.Prepend(parcel.Delivery))
                    await deliveries.Save(delivery.PutOff(until, time.GetUtcNow()), round.Cancellation);
                Remember(until, round);
                return;
            }

            sent = await Send(parcel, round.Cancellation);
            pace.Note(parcel.Subscription.Target, sent.Outcome, time.GetUtcNow());
        }
        finally
        {
            gate.Leave();
        }

        await Note(parcel, sent, round);
    }

    private async Task<SendResult> Send(Parcel parcel, CancellationToken cancellation)
    {
        using var span = DeliveryTelemetry.Delivering(parcel);
        var sent = await sender.Send(parcel.Subscription, parcel.Message, cancellation);
        DeliveryTelemetry.Note(span, sent.Outcome);
        return sent;
    }

    private DateTimeOffset? PutOff(Subscription subscription, DateTimeOffset startBy)
    {
        var now = time.GetUtcNow();
        return pace.ClosedUntil(subscription.Target, now) ?? (now >= startBy ? now : null);
    }

    private void Remember(DateTimeOffset? due, Round round)
    {
        if (due - time.GetUtcNow() < Soon)
            round.SoonDue.Add(due);
    }

    private async Task Note(Parcel parcel, SendResult sent, Round round)
    {
        var after = parcel.Delivery.After(sent, schedule);
        round.Recorder.Add(after, sent.ToAttempt(after.AlertId, after.SubscriptionId, after.Attempts));
        foreach (var also in parcel.Along.Select(delivery => delivery.Beside(after)))
            round.Recorder.Add(also, sent.ToAttempt(also.AlertId, also.SubscriptionId, also.Attempts));
        Remember(after.NextAttemptAt, round);
        DeliveryTelemetry.Note(parcel.Alert, after, sent);
        if (sent.Outcome.Reason is { } reason)
            LogFailed(after.AlertId, after.SubscriptionId, after.Attempts, reason, after.NextAttemptAt);

        await health.Note(parcel.Subscription, after, sent, CancellationToken.None);
    }

    private sealed record Round(DateTimeOffset StartBy, OutcomeRecorder Recorder, CancellationToken Cancellation)
    {
        public ConcurrentBag<DateTimeOffset?> SoonDue { get; } = [];
    }

    // The target stays out of the log: in chat webhooks it is the password.
    [LoggerMessage(Level = LogLevel.Information, Message = "Alert {Alert} missed subscription {Subscription} on attempt {Attempt}: {Reason}. Next: {Next}")]
    private partial void LogFailed(string alert, string subscription, int attempt, string reason, DateTimeOffset? next);
}
