using System.Net.Http.Headers;
using AlertRelay.Deliveries.Webhooks;

namespace AlertRelay.Deliveries;

/// <summary>What one POST came to.</summary>
public abstract record DeliveryOutcome
{
    /// <summary>No wish of a receiver counts for longer: its own slip ("Retry-After: 31536000") must not cost it its alerts.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    // Between Svix's 60 s after a 429 and the schedule's first step: a gateway's 502 is often over within seconds.
    internal static readonly TimeSpan PauseAfterTooManyRequests = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseAfterOverload = TimeSpan.FromSeconds(5);

    private DeliveryOutcome() { }

    /// <summary>Null when no answer came.</summary>
    public abstract int? StatusCode { get; }

    /// <summary>Null on success; else a word of <see cref="DeliveryError"/>.</summary>
    public abstract string? Error { get; }

    /// <summary>Where more is known than the status says: a sentence's part such as "answered HTTP 404: …". Holds no words of the receiver's.</summary>
    public string? Explanation { get; init; }

    /// <summary>Null on success; else for people.</summary>
    public string? Reason => Error is { } error ? Explanation ?? DeliveryError.Explain(error, StatusCode) : null;

    public sealed record Delivered(int Status) : DeliveryOutcome
    {
        /// <summary>The receiver works on it later and will not say what came of it.</summary>
        public bool IsOnlyAccepted { get; init; }

        /// <summary>How long the endpoint is to be left alone: its allowance is used up.</summary>
        public TimeSpan? Pause { get; init; }

        public override int? StatusCode => Status;

        public override string? Error => null;
    }

    /// <summary>
    /// The receiver wants nothing more, or is no more: 410 (Standard Webhooks, "Delivery and retries"; CloudEvents webhooks, 2.2), or what a chat
    /// says instead.
    /// </summary>
    public sealed record Gone(int Status = 410) : DeliveryOutcome
    {
        public override int? StatusCode => Status;

        public override string Error => DeliveryError.Status;
    }

    /// <param name="Kind">A word of <see cref="DeliveryError"/>.</param>
    /// <param name="RetryAfter">The receiver's wish for this message, at most <see cref="MaxRetryAfter"/>.</param>
    /// <param name="Pause">How long the whole endpoint is to be left alone, not only with this message.</param>
    public sealed record Failed(string Kind, int? Status = null, TimeSpan? RetryAfter = null, TimeSpan? Pause = null) : DeliveryOutcome
    {
        public override int? StatusCode => Status;

        public override string Error => Kind;

        /// <summary>It is the message that the receiver does not like: what it says may pass in plainer form.</summary>
        public bool IsContentRejected { get; init; }

        /// <summary>The pause is for every target of the platform.</summary>
        public bool PausesWholePlatform { get; init; }

        /// <summary>Too many of these, and the platform shuts out the relay's address.</summary>
        public bool CountsAgainstRelay { get; init; }

        /// <summary>The new id of a chat; the delivery goes there next time.</summary>
        public string? MovedTo { get; init; }
    }

    /// <summary>Whatever is neither 2xx nor 410 is tried again as the schedule says: a receiver that is repaired gets what it missed.</summary>
    public static DeliveryOutcome Of(int status, TimeSpan? retryAfter) => status switch
    {
        >= 200 and < 300 => new Delivered(status),
        >= 300 and < 400 => new Failed(DeliveryError.Redirect, status, retryAfter),
        410 => new Gone(),
        429 => new Failed(DeliveryError.Status, status, retryAfter, retryAfter ?? PauseAfterTooManyRequests),
        502 or 503 or 504 => new Failed(DeliveryError.Status, status, retryAfter, retryAfter ?? PauseAfterOverload),
        _ => new Failed(DeliveryError.Status, status, retryAfter),
    };

    public static DeliveryOutcome Of(HttpResponseMessage response, DateTimeOffset now) =>
        response.IsSuccessStatusCode
            ? new Delivered((int)response.StatusCode)
            : Of((int)response.StatusCode, BoundedRetryAfter(response.Headers.RetryAfter, now)) with
            {
                Explanation = ClockSkew.Explain((int)response.StatusCode, response.Headers.Date, now),
            };

    /// <summary>Seconds or a date (RFC 9110, 10.2.3); null when there is none, or none that lies ahead.</summary>
    internal static TimeSpan? BoundedRetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wish = header?.Delta ?? (header?.Date - now);
        return wish <= TimeSpan.Zero ? null : wish > MaxRetryAfter ? MaxRetryAfter : wish;
    }
}
