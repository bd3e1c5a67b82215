using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using AlertRelay.Networking;

namespace AlertRelay.Fetching;

/// <summary>The outcome of one polite GET.</summary>
internal abstract record FetchResult
{
    private FetchResult() { }

    /// <summary>304, or a 200 whose bytes are those of last time.</summary>
    /// <param name="ServerTime">The publisher's clock when it answered (RFC 9110, 6.6.1), a cache's delay added.</param>
    public sealed record NotModified(CacheValidators Validators, TimeSpan? FreshFor = null, DateTimeOffset? ServerTime = null) : FetchResult
    {
        /// <summary>The body came and was compared: the publisher's word alone was not relied on.</summary>
        public bool IsWhole { get; init; }
    }

    /// <param name="Sha256">Of <paramref name="Body"/>, lower-case hex.</param>
    /// <param name="MovedTo">Where permanent redirects alone led (RFC 9110, 301 and 308); noted for the operator, not followed next time without the old
    /// address.</param>
    /// <param name="FreshFor">Cache-Control max-age or Expires, where the publisher stated one.</param>
    /// <param name="ServerTime">As above.</param>
    public sealed record Fetched(
        ReadOnlyMemory<byte> Body,
        string Sha256,
        CacheValidators Validators,
        string? MediaType = null,
        string? Charset = null,
        Uri? MovedTo = null,
        TimeSpan? FreshFor = null,
        DateTimeOffset? ServerTime = null) : FetchResult
    {
        /// <summary>The address of the answer, behind redirects of all kinds; null where there were none.</summary>
        public Uri? At { get; init; }
    }

    /// <param name="Reason">One plain sentence without secrets: "HTTP 503", "timed out after 30 s".</param>
    /// <param name="RetryAfter">The publisher's wish (RFC 9110, 10.2.3), when it stated one.</param>
    /// <param name="Gone">404 or 410: the document is not there.</param>
    public sealed record Failed(string Reason, TimeSpan? RetryAfter = null, bool Gone = false) : FetchResult;
}

/// <summary>What to send back next time, byte for byte as the publisher sent it (RFC 9110, 8.8.2 and 8.8.3).</summary>
/// <param name="Sha256">Of the body that they belong to: tells unchanged bytes where a publisher has no validators.</param>
public sealed record CacheValidators(string? ETag, string? LastModified, string? Sha256)
{
    // Some servers answer 304 for ever (RFC 9110, 13.1.3 lets them by a date in the future).
    private static readonly TimeSpan TrustedFor = TimeSpan.FromDays(1);

    /// <summary>Once a day the whole body is asked for, because validators may stay though it changes.</summary>
    /// <param name="wholeAt">When the body came last; null when that is not known.</param>
    public CacheValidators TrustedAt(DateTimeOffset now, DateTimeOffset? wholeAt) =>
        now - wholeAt < TrustedFor && now >= wholeAt ? this : this with { ETag = null, LastModified = null };

    public static readonly CacheValidators None = new(null, null, null);
}

/// <summary>Why no answer came, in words for an operator. The path and query of a URL stay out: they may be secret.</summary>
internal static class FetchErrors
{
    public static string Describe(HttpRequestException fault, string host) => fault.HttpRequestError switch
    {
        _ when fault.InnerException is ForbiddenAddressException =>
            $"{host} lies in a private network, where the relay follows no document: set Fetching:AllowPrivateNetworks to true if that is intended",
        HttpRequestError.NameResolutionError => $"the name {host} was not found",
        HttpRequestError.ConnectionError when Socket(fault) == SocketError.ConnectionRefused => $"{host} refused the connection",
        HttpRequestError.ConnectionError => $"{host} could not be reached",
        HttpRequestError.SecureConnectionError => $"no secure connection to {host}{Detail(fault)}",
        HttpRequestError.ProxyTunnelError => $"the proxy gave no way to {host}",
        HttpRequestError.InvalidResponse => $"{host} gave an answer that is not HTTP",
        HttpRequestError.ConfigurationLimitExceeded => $"{host} gave an answer with too many headers",
        _ => $"{host} broke off the connection",
    };

    public static string Describe(OperationCanceledException fault, TimeSpan timeout, string host) => fault.InnerException switch
    {
        // How SocketsHttpHandler tells its ConnectTimeout from a cancellation.
        TimeoutException => $"{host} could not be reached in time",
        _ => $"timed out after {timeout.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} s",
    };

    private static SocketError? Socket(HttpRequestException fault) => (fault.InnerException as SocketException)?.SocketErrorCode;

    private static string Detail(HttpRequestException fault) =>
        fault.InnerException is AuthenticationException { Message: var message } ? $": {message}" : "";
}
