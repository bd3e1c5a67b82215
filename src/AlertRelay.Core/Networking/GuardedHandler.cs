using System.Net;
using System.Net.Sockets;

namespace AlertRelay.Networking;

/// <summary>
/// All HTTP requests to receivers go through this handler. It checks the resolved IP address and connects to exactly that one, which prevents DNS
/// rebinding. No redirects, no cookies, no proxy from the environment, no decompression.
/// </summary>
internal static class GuardedHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // A TLS handshake costs forty times a warm POST, and alerts come in bursts. The limited lifetime picks up DNS changes.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>Some gateways answer with tens of kilobytes of policies and cookies.</summary>
    internal const int MaxHeadersInKilobytes = 128;

    public static HttpMessageHandler Create(TargetRules rules, int connectionsPerHost, EgressOptions? egress = null)
    {
        var handler = Create(rules, connectionsPerHost, ForbiddenAddresses.Contain);
        egress?.ApplyTo(handler, rules);
        return handler;
    }

    internal static SocketsHttpHandler Create(TargetRules rules, int connectionsPerHost, Func<IPAddress, bool> isForbidden) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = IdleTimeout,
        PooledConnectionLifetime = Lifetime,
        MaxConnectionsPerServer = connectionsPerHost,
        MaxResponseHeadersLength = MaxHeadersInKilobytes,
        ResponseDrainTimeout = TimeSpan.Zero,
        SslOptions = { RemoteCertificateValidationCallback = CertificateCheck.Accepts },
        ConnectCallback = rules.AllowPrivateNetworks ? null : (context, cancellationToken) => Connect(context, rules, isForbidden, cancellationToken),
    };

    private static async ValueTask<Stream> Connect(
        SocketsHttpConnectionContext context, TargetRules rules, Func<IPAddress, bool> isForbidden, CancellationToken cancellationToken)
    {
        if (!rules.AllowHttp && context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps)
            throw new ForbiddenAddressException();

        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var address) ? [address] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (Array.Exists(addresses, address => isForbidden(address)))
            throw new ForbiddenAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The target lies at an address, or needs a scheme, that the operator's rules forbid.</summary>
internal sealed class ForbiddenAddressException() : IOException("The target is not an address that the relay may call.");
