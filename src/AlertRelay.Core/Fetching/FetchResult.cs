using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using AlertRelay.Channels.Parsers;
using AlertRelay.Networking;

namespace AlertRelay.Fetching;

/// <summary>The outcome of one polite GET.</summary>
internal abstract record FetchResult
{
    private FetchResult() { }

    /// <summary>304, or a 200 with the same bytes as last time.</summary>
    /// <param name="ServerTime">The publisher's clock when it answered (RFC 9110, 6.6.1), a cache's delay added.</param>
    public sealed record NotModified(CacheValidators Validators, TimeSpan? FreshFor = null, DateTimeOffset? ServerTime = null) : FetchResult
    {
        /// <summary>The body was received and compared, so this does not rely on a 304.</summary>
        public bool IsWhole { get; init; }
    }

    /// <param name="Document">Under the URL of the response, after all redirects.</param>
    /// <param name="Sha256">Of its body, lower-case hex.</param>
    /// <param name="MovedTo">The URL after the leading permanent redirects (RFC 9110, 301 and 308), for the operator. The next request still uses the old
    /// address.</param>
    /// <param name="FreshFor">Cache-Control max-age or Expires, where the publisher stated one.</param>
    /// <param name="ServerTime">As above.</param>
    public sealed record Fetched(
        SourceDocument Document,
        string Sha256,
        CacheValidators Validators,
        Uri? MovedTo = null,
        TimeSpan? FreshFor = null,
        DateTimeOffset? ServerTime = null) : FetchResult;

    /// <param name="Reason">One plain sentence without secrets: "HTTP 503", "timed out after 30 s".</param>
    /// <param name="RetryAfter">The publisher's Retry-After (RFC 9110, 10.2.3), if it sent one.</param>
    /// <param name="Gone">404 or 410: the document is not there.</param>
    public sealed record Failed(string Reason, TimeSpan? RetryAfter = null, bool Gone = false) : FetchResult;
}

/// <summary>What to send back next time, byte for byte as the publisher sent it (RFC 9110, 8.8.2 and 8.8.3).</summary>
/// <param name="Sha256">Of the body that they belong to. Shows unchanged bytes if a publisher has no validators.</param>
public sealed record CacheValidators(string? ETag, string? LastModified, string? Sha256)
{
    // Some servers always answer 304 (RFC 9110, 13.1.3 allows it for a date in the future).
    private static readonly TimeSpan TrustedFor = TimeSpan.FromDays(1);

    /// <summary>Once a day the whole body is requested, because some bodies change under the same validators.</summary>
    /// <param name="wholeAt">When the body was last received; null if unknown.</param>
    public CacheValidators TrustedAt(DateTimeOffset now, DateTimeOffset? wholeAt) =>
        now - wholeAt < TrustedFor && now >= wholeAt ? this : this with { ETag = null, LastModified = null };

    public static readonly CacheValidators None = new(null, null, null);
}

/// <summary>Why no response came, for the operator. Without the path and query of the URL, which may be secret.</summary>
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
        // How SocketsHttpHandler distinguishes its ConnectTimeout from a cancellation.
        TimeoutException => $"{host} could not be reached in time",
        _ => $"timed out after {timeout.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} s",
    };

    private static SocketError? Socket(HttpRequestException fault) => (fault.InnerException as SocketException)?.SocketErrorCode;

    private static string Detail(HttpRequestException fault) =>
        fault.InnerException is AuthenticationException { Message: var message } ? $": {message}" : "";
}
