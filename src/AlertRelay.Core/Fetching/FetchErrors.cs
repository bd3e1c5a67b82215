using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace AlertRelay.Fetching;

/// <summary>Why no answer came, in words for an operator. The path and query of a URL stay out: they may be secret.</summary>
internal static class FetchErrors
{
    public static string Describe(HttpRequestException fault, string host) => fault.HttpRequestError switch
    {
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
