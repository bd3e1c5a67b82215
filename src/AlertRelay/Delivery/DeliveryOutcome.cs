using System.Net.Http.Headers;

namespace AlertRelay.Delivery;

/// <summary>What one POST came to.</summary>
public abstract record DeliveryOutcome
{
    /// <summary>No wish of a receiver counts for longer: its own slip ("Retry-After: 31536000") must not cost it its alerts.</summary>
    public static readonly TimeSpan LongestWish = TimeSpan.FromHours(24);

    // Between Svix's 60 s after a 429 and the schedule's first step: a gateway's 502 is often over within seconds.
    private static readonly TimeSpan PauseWhenTooMany = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseWhenOverloaded = TimeSpan.FromSeconds(5);

    private DeliveryOutcome() { }

    /// <summary>Null when no answer came.</summary>
    public abstract int? StatusCode { get; }

    /// <summary>Null on success; else a word of <see cref="DeliveryError"/>.</summary>
    public abstract string? Error { get; }

    /// <summary>Null on success; else for people.</summary>
    public string? Reason => Error is { } error ? DeliveryError.Explain(error, StatusCode) : null;

    public sealed record Delivered(int Status) : DeliveryOutcome
    {
        public override int? StatusCode => Status;

        public override string? Error => null;
    }

    /// <summary>410: the receiver wants nothing more (Standard Webhooks, "Delivery and retries"; CloudEvents webhooks, 2.2).</summary>
    public sealed record Gone : DeliveryOutcome
    {
        public override int? StatusCode => 410;

        public override string Error => DeliveryError.Status;
    }

    /// <param name="Kind">A word of <see cref="DeliveryError"/>.</param>
    /// <param name="RetryAfter">The receiver's wish for this message, at most <see cref="LongestWish"/>.</param>
    /// <param name="Pause">How long the whole endpoint is to be left alone, not only with this message.</param>
    public sealed record Failed(string Kind, int? Status = null, TimeSpan? RetryAfter = null, TimeSpan? Pause = null) : DeliveryOutcome
    {
        public override int? StatusCode => Status;

        public override string Error => Kind;
    }

    /// <summary>Whatever is neither 2xx nor 410 is tried again as the schedule says: a receiver that is repaired gets what it missed.</summary>
    public static DeliveryOutcome Of(int status, TimeSpan? retryAfter) => status switch
    {
        >= 200 and < 300 => new Delivered(status),
        >= 300 and < 400 => new Failed(DeliveryError.Redirect, status, retryAfter),
        410 => new Gone(),
        429 => new Failed(DeliveryError.Status, status, retryAfter, retryAfter ?? PauseWhenTooMany),
        502 or 503 or 504 => new Failed(DeliveryError.Status, status, retryAfter, retryAfter ?? PauseWhenOverloaded),
        _ => new Failed(DeliveryError.Status, status, retryAfter),
    };

    public static DeliveryOutcome Of(HttpResponseMessage response, DateTimeOffset now) =>
        response.IsSuccessStatusCode
            ? new Delivered((int)response.StatusCode)
            : Of((int)response.StatusCode, Wish(response.Headers.RetryAfter, now));

    /// <summary>Seconds or a date (RFC 9110, 10.2.3); null when there is none, or none that lies ahead.</summary>
    internal static TimeSpan? Wish(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wish = header?.Delta ?? (header?.Date - now);
        return wish <= TimeSpan.Zero ? null : wish > LongestWish ? LongestWish : wish;
    }
}
