using System.Net.Sockets;
using System.Security.Authentication;
using AlertRelay.Networking;

namespace AlertRelay.Deliveries;

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
