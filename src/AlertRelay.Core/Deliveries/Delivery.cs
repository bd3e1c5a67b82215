using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Deliveries;

/// <summary>One alert on its way to one subscription.</summary>
/// <param name="Attempts">Made so far.</param>
/// <param name="NextAttemptAt">Set while pending.</param>
/// <param name="Reason">Of the last failure; kept when the delivery is given up.</param>
/// <param name="Sequence">The alert's number in the subscription's own count, from 1, on every try the same; null before the first try, and for chats.</param>
public sealed record Delivery(
    string AlertId,
    string SubscriptionId,
    DeliveryStatus Status,
    int Attempts,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAttemptAt = null,
    string? Reason = null,
    long? Sequence = null)
{
    /// <summary>"dlv_" and the two ids' hash: the same on every try.</summary>
    public string Id { get; } = DeliveryId.Of(AlertId, SubscriptionId);

    internal Delivery After(SendResult sent, RetrySchedule schedule)
    {
        var attempts = Attempts + 1;
        var at = sent.At + sent.Took;
        var wait = sent.Outcome is DeliveryOutcome.Failed failed ? schedule.After(attempts, failed) : null;
        return this with
        {
            Attempts = attempts,
            UpdatedAt = at,
            Status = sent.Outcome is DeliveryOutcome.Delivered ? DeliveryStatus.Delivered : wait is null ? DeliveryStatus.Dead : DeliveryStatus.Pending,
            NextAttemptAt = at + wait,
            Reason = sent.Outcome.Reason,
        };
    }

    /// <summary>As another delivery, whose message contained this one's alert too.</summary>
    internal Delivery GroupedWith(Delivery sent) =>
        this with { Attempts = sent.Attempts, UpdatedAt = sent.UpdatedAt, Status = sent.Status, NextAttemptAt = sent.NextAttemptAt, Reason = sent.Reason };

    /// <summary>Without an attempt.</summary>
    internal Delivery Postponed(DateTimeOffset until, DateTimeOffset now) =>
        this with { Status = DeliveryStatus.Pending, NextAttemptAt = until, UpdatedAt = now };

    internal Delivery DeadLettered(string reason, DateTimeOffset now) =>
        this with { Status = DeliveryStatus.Dead, Reason = reason, NextAttemptAt = null, UpdatedAt = now };
}

public enum DeliveryStatus
{
    /// <summary>An attempt failed and another one is planned.</summary>
    Pending,
    Delivered,

    /// <summary>Given up: a dead letter that can be sent again.</summary>
    Dead,

    /// <summary>Never to be sent: its owner wished to be spared it.</summary>
    Silenced,
}

/// <summary>One POST and what came of it.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="StatusCode">Null when no answer came.</param>
/// <param name="Error">Null on success; else one of the few words of <see cref="DeliveryError"/>.</param>
/// <param name="TraceId">Of the trace that it is in, 32 hex digits; the POST carried it as "traceparent".</param>
/// <param name="ResponseStart">The first part of the answer's body, for the receiver's owner to debug with; at most 1 KB is kept.</param>
public sealed record Attempt(
    string AlertId,
    string SubscriptionId,
    int Number,
    DateTimeOffset At,
    TimeSpan Took,
    int? StatusCode,
    string? Error,
    string? ResponseStart,
    string? TraceId = null,
    SendTimings? Timings = null);
