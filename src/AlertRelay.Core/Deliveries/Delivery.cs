using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Deliveries;

/// <summary>One alert on its way to one subscription.</summary>
/// <param name="NextAttemptAt">Set while pending.</param>
/// <param name="Reason">The reason of the last failure; stays when the delivery is dead-lettered.</param>
/// <param name="Sequence">The subscription's sequence number, from 1, the same on every attempt; null before the first attempt, and for chats.</param>
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
    /// <summary>"dlv_" and the hash of both ids: the same on every attempt.</summary>
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

    /// <summary>Copies the outcome of a delivery whose message contained this one's alert too.</summary>
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

    /// <summary>Dead-lettered. It can be sent again.</summary>
    Dead,

    /// <summary>Never sent, because of the owner's notification settings.</summary>
    Silenced,
}

/// <summary>One POST and its outcome.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="StatusCode">Null without a response.</param>
/// <param name="Error">Null on success; otherwise a constant of <see cref="DeliveryError"/>.</param>
/// <param name="TraceId">32 hex digits; the POST's "traceparent" header contained it.</param>
/// <param name="ResponseStart">The start of the response body, at most 1 KB, for debugging.</param>
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
