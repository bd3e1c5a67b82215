using System.Net.Sockets;
using System.Security.Authentication;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;

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

    /// <summary>When the attempt began. The sender adds this and the rest of what it measured.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Until the end of the response.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Null for no response or an empty one.</summary>
    public string? ResponseStart { get; init; }

    /// <summary>Null outside of any trace.</summary>
    public string? TraceId { get; init; }

    /// <summary>Null for mail, where they are not measured.</summary>
    public SendTimings? Timings { get; init; }

    /// <summary>For people; null on success.</summary>
    public string? Reason => Error is { } error ? Explanation ?? DeliveryError.Explain(error, StatusCode) : null;

    public Attempt ToAttempt(string alertId, string subscriptionId, int number) =>
        new(alertId, subscriptionId, number, At, Took, StatusCode, Error, ResponseStart, TraceId, Timings);

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

/// <summary>The error codes of failed attempts in the ledger, and their explanations. Messages of exceptions contain hosts, so they stay out.</summary>
internal static class DeliveryError
{
    public const string Timeout = "timeout";
    public const string Dns = "dns";
    public const string Refused = "refused";
    public const string Tls = "tls";
    public const string Reset = "reset";
    public const string Status = "status";
    public const string Redirect = "redirect";
    public const string Blocked = "blocked";
    public const string Secret = "secret";

    /// <summary>An exception that is no network failure: a fault of the relay itself, or of its storage.</summary>
    public const string Unexpected = "unexpected";

    /// <returns>Null for exceptions that are not network failures.</returns>
    public static DeliveryOutcome.Failed? Failure(Exception exception) =>
        Of(exception) is { } error ? new DeliveryOutcome.Failed(error) { Explanation = Detail(exception) } : null;

    /// <inheritdoc cref="Failure"/>
    public static string? Of(Exception exception) => exception switch
    {
        ForbiddenAddressException or { InnerException: ForbiddenAddressException } => Blocked,
        OperationCanceledException or TimeoutException => Timeout,
        SocketException socket => Of(socket.SocketErrorCode),
        AuthenticationException => Tls,
        HttpRequestException request => Of(request),
        IOException => Reset,
        _ => null,
    };

    public static string Explain(string error, int? status) => error switch
    {
        Timeout => "no answer in time",
        Dns => "the host's name could not be resolved",
        Refused => "no connection could be made",
        Tls => "no secure connection could be made: look at the receiver's certificate",
        Reset => "the connection ended before the answer",
        Redirect => $"answered with a redirect (HTTP {status}), which is not followed: register the address it leads to",
        Blocked => "the target is not an address that the relay may call",
        Secret => "none of the subscription's signing secrets can be used: rotate its secret",
        Unexpected => "the relay itself failed to send it: its log says how",
        _ => $"answered HTTP {status}",
    };

    /// <returns>Null if nothing more is known than the error code.</returns>
    public static string? Detail(Exception exception) => exception switch
    {
        CertificateException certificate => $"no secure connection could be made: {certificate.Message}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            $"the answer's headers are longer than {GuardedHandler.MaxHeadersInKilobytes} KB",
        { InnerException: { } inner } => Detail(inner),
        _ => null,
    };

    private static string Of(HttpRequestException request) => request.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Dns,
        HttpRequestError.SecureConnectionError => Tls,
        HttpRequestError.ProxyTunnelError => Refused,
        HttpRequestError.ConnectionError => request.InnerException is SocketException socket ? Of(socket.SocketErrorCode) : Refused,
        _ => Reset,
    };

    private static string Of(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => Dns,
        SocketError.TimedOut => Timeout,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => Reset,
        _ => Refused,
    };
}
