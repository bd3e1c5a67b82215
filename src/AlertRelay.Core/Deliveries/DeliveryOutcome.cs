using AlertRelay.Deliveries.Webhooks;

namespace AlertRelay.Deliveries;

/// <summary>The outcome of one attempt.</summary>
public abstract record DeliveryOutcome
{
    /// <summary>The maximum that is accepted, so that a receiver's mistake ("Retry-After: 31536000") does not cost it its alerts.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    // Svix waits 60 s after a 429. A gateway's 502 is often over within seconds.
    internal static readonly TimeSpan PauseAfterTooManyRequests = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseAfterOverload = TimeSpan.FromSeconds(5);

    private DeliveryOutcome() { }

    /// <summary>Null without a response.</summary>
    public abstract int? StatusCode { get; }

    /// <summary>Null on success; otherwise a constant of <see cref="DeliveryError"/>.</summary>
    public abstract string? Error { get; }

    /// <summary>A part of a sentence such as "answered HTTP 404: …", if more is known than the status. It never quotes the receiver.</summary>
    public string? Explanation { get; init; }

    /// <summary>For people; null on success.</summary>
    public string? Reason => Error is { } error ? Explanation ?? DeliveryError.Explain(error, StatusCode) : null;

    public sealed record Delivered(int Status) : DeliveryOutcome
    {
        /// <summary>The receiver processes the message later and does not report the result.</summary>
        public bool IsOnlyAccepted { get; init; }

        /// <summary>How long to pause the endpoint, because its rate limit is used up.</summary>
        public TimeSpan? Pause { get; init; }

        public override int? StatusCode => Status;

        public override string? Error => null;
    }

    /// <summary>
    /// The receiver is gone or wants no more messages: 410 (Standard Webhooks, "Delivery and retries"; CloudEvents webhooks, 2.2), or a chat's
    /// equivalent.
    /// </summary>
    public sealed record Gone(int Status = 410) : DeliveryOutcome
    {
        public override int? StatusCode => Status;

        public override string Error => DeliveryError.Status;
    }

    /// <param name="Kind">A constant of <see cref="DeliveryError"/>.</param>
    /// <param name="RetryAfter">The receiver's Retry-After for this message, at most <see cref="MaxRetryAfter"/>.</param>
    /// <param name="Pause">How long to pause the whole endpoint, not only this message.</param>
    public sealed record Failed(string Kind, int? Status = null, TimeSpan? RetryAfter = null, TimeSpan? Pause = null) : DeliveryOutcome
    {
        public override int? StatusCode => Status;

        public override string Error => Kind;

        /// <summary>The receiver rejects the message itself. It may accept the plain form.</summary>
        public bool IsContentRejected { get; init; }

        /// <summary>The pause applies to every target of the platform.</summary>
        public bool PausesWholePlatform { get; init; }

        /// <summary>After too many of these, the platform blocks the relay's IP address.</summary>
        public bool CountsAgainstRelay { get; init; }

        /// <summary>The new id of a chat. The next attempt goes there.</summary>
        public string? MovedTo { get; init; }
    }

    /// <summary>Every status but 2xx and 410 is retried on the schedule, so that a repaired receiver gets the alerts it missed.</summary>
    public static DeliveryOutcome Of(int status, TimeSpan? retryAfter) => status switch
    {
        >= 200 and < 300 => new Delivered(status),
        >= 300 and < 400 => new Failed(DeliveryError.Redirect, status, retryAfter),
        410 => new Gone(),
        413 => new Failed(DeliveryError.Status, status, retryAfter) { IsContentRejected = true },
        429 => new Failed(DeliveryError.Status, status, retryAfter, retryAfter ?? PauseAfterTooManyRequests),
        502 or 503 or 504 => new Failed(DeliveryError.Status, status, retryAfter, retryAfter ?? PauseAfterOverload),
        _ => new Failed(DeliveryError.Status, status, retryAfter),
    };

    public static DeliveryOutcome Of(HttpResponseMessage response, DateTimeOffset now) =>
        response.IsSuccessStatusCode
            ? new Delivered((int)response.StatusCode)
            : Of((int)response.StatusCode, RetryAfter.Of(response.Headers, now)) with
            {
                Explanation = ClockSkew.Explain((int)response.StatusCode, response.Headers.Date, now),
            };
}
