using System.Buffers;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>The owner of the subscription, where the caller knows it. Not stored.</summary>
    internal string? Tenant { get; init; }

    /// <summary>The id of the newer alert of the same notice because of which this one was not sent; null unless there is one.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>A person asked for this send, so it is sent although a newer alert of the notice was sent before.</summary>
    public bool IsRequested { get; init; }

    /// <summary>A send was interrupted before its outcome was recorded: the message may have arrived. Until the next attempt is recorded.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>How many of the attempts the receiver answered with 429 or 503 and Retry-After. They do not count towards the schedule's ten.</summary>
    public int Deferrals { get; init; }

    /// <summary>Null before the first attempt, and for those of version 0.1.</summary>
    public DateTimeOffset? FirstAttemptAt { get; init; }

    /// <summary>
    /// The end of the lease of the worker that sends it; null while nobody does. In the past: that worker was interrupted, and the message may have arrived.
    /// </summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>By a new worker. An earlier lease that ended without a record is of a send that was interrupted.</summary>
    internal Delivery Leased() => this with { IsInterrupted = IsInterrupted || LeasedUntil is not null, LeasedUntil = null };

    internal Delivery After(DeliveryOutcome sent, RetrySchedule schedule)
    {
        var attempts = Attempts + 1;
        var at = sent.At + sent.Took;
        var first = FirstAttemptAt ?? sent.At;
        var deferral = sent is DeliveryOutcome.Failed deferred ? RetrySchedule.Deferral(Deferrals, at - first, deferred) : null;
        var deferrals = Deferrals + (deferral is null ? 0 : 1);
        var wait = deferral ?? (sent is DeliveryOutcome.Failed failed ? schedule.After(attempts - deferrals, failed) : null);
        return this with
        {
            Attempts = attempts,
            Deferrals = deferrals,
            FirstAttemptAt = first,
            IsInterrupted = false,
            UpdatedAt = at,
            Status = sent is DeliveryOutcome.Delivered ? DeliveryStatus.Delivered : wait is null ? DeliveryStatus.Dead : DeliveryStatus.Pending,
            IsRequested = IsRequested && wait is not null,
            NextAttemptAt = at + wait,
            Reason = sent.Reason,
        };
    }

    /// <summary>Copies the outcome of a delivery whose message contained this one's alert too.</summary>
    /// <param name="supersededBy">The newer alert of the same notice in that message; null for none.</param>
    internal Delivery GroupedWith(Delivery sent, string? supersededBy) => this with
    {
        Attempts = sent.Attempts,
        Deferrals = sent.Deferrals,
        FirstAttemptAt = FirstAttemptAt ?? sent.FirstAttemptAt,
        IsInterrupted = false,
        UpdatedAt = sent.UpdatedAt,
        Status = sent.Status == DeliveryStatus.Delivered && supersededBy is not null ? DeliveryStatus.Superseded : sent.Status,
        SupersededBy = sent.Status == DeliveryStatus.Delivered ? supersededBy : null,
        NextAttemptAt = sent.NextAttemptAt,
        Reason = sent.Reason,
    };

    /// <summary>Not sent, because a newer alert of the same notice was sent, or is in the same message.</summary>
    internal Delivery Superseded(string by, DateTimeOffset now) => this with
    {
        Status = DeliveryStatus.Superseded,
        SupersededBy = by,
        IsRequested = false,
        Reason = "a newer alert of the same notice was sent",
        NextAttemptAt = null,
        UpdatedAt = now,
    };

    internal Delivery Silenced(string reason, DateTimeOffset now) =>
        this with { Status = DeliveryStatus.Silenced, Reason = reason, NextAttemptAt = null, UpdatedAt = now };

    /// <summary>A person asks for it to be sent now, whatever its state. The reason of that state no longer counts.</summary>
    internal Delivery Requested(DateTimeOffset now) => Postponed(now, now) with { IsRequested = true, Reason = null };

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

    /// <summary>Not sent, because a newer alert of the same notice was sent. It can be sent again.</summary>
    Superseded,
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

internal static class DeliveryId
{
    private const int Prefix = 4, Length = 16, AlertDigits = 8;

    private const char AfterHexDigits = 'g';

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>"dlv_", 8 hex digits of the alert's hash, and 24 of the pair's: every index sorts the deliveries of one alert together.</summary>
    public static string Of(string alertId, string subscriptionId)
    {
        Span<byte> id = stackalloc byte[Prefix + SHA256.HashSizeInBytes];
        Hash(alertId, id);
        Hash($"{alertId}\n{subscriptionId}", id[Prefix..]);
        return "dlv_" + Convert.ToHexStringLower(id[..Length]);
    }

    /// <summary>Where the list of an alert's deliveries, in the order of their ids, begins and ends, both not included.</summary>
    /// <param name="cursor">The last id of the page before; null to begin.</param>
    /// <exception cref="ArgumentException">The cursor is not one of this alert's list.</exception>
    public static (string After, string Before) Range(string alertId, string? cursor)
    {
        var ofAlert = Of(alertId, "")[..(Prefix + AlertDigits)];
        if (cursor is not null && !(cursor.StartsWith(ofAlert, StringComparison.Ordinal) && cursor.Length == Prefix + (2 * Length)
            && cursor.AsSpan(Prefix).IndexOfAnyExcept(HexDigits) < 0))
            throw new ArgumentException("The cursor is not one of this alert's list: take it from the page before, or leave it out to begin.");

        return (cursor ?? ofAlert, ofAlert + AfterHexDigits);
    }

    private static void Hash(string text, Span<byte> into)
    {
        Span<byte> bytes = stackalloc byte[256];
        _ = Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            ? SHA256.HashData(bytes[..length], into)
            : SHA256.HashData(Encoding.UTF8.GetBytes(text), into);
    }
}
