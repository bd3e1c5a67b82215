using System.Net.Security;
using Microsoft.Security.AntiSSRF;

namespace AlertRelay.Networking;

/// <summary>
/// All HTTP requests to receivers go through this handler. It checks the resolved IP address and connects to exactly that one, which prevents DNS
/// rebinding. No redirects, no cookies, no proxy but that of Egress:Proxy, no decompression.
/// </summary>
internal static class GuardedHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // A TLS handshake costs forty times a warm POST, and alerts come in bursts. The limited lifetime picks up DNS changes.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private const int HeadersInKilobytes = 16;

    public static HttpMessageHandler Create(TargetRules rules, int connectionsPerHost, EgressOptions? egress = null)
    {
        if (egress?.ProxyAddress is null && !rules.AllowPrivateNetworks)
            return Around(Policy(rules), connectionsPerHost, egress?.Authorities);

        var handler = Unguarded(connectionsPerHost);
        egress?.ApplyTo(handler, rules);
        return handler;
    }

    internal static AntiSSRFPolicy Policy(TargetRules rules)
    {
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest) { AllowPlainTextHttp = rules.AllowHttp, AddXFFHeader = false };
        policy.AddDeniedAddresses([.. ForbiddenAddresses.NotInPackage]);
        return policy;
    }

    internal static HttpMessageHandler Around(AntiSSRFPolicy policy, int connectionsPerHost, CertificateAuthorities? authorities = null)
    {
        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionIdleTimeout = IdleTimeout;
        handler.PooledConnectionLifetime = Lifetime;
        handler.MaxConnectionsPerServer = connectionsPerHost;
        handler.MaxResponseHeadersLength = HeadersInKilobytes;
        handler.ResponseDrainTimeout = TimeSpan.Zero;
        if (authorities is not null)
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = authorities.Accept };
        return handler;
    }

    private static SocketsHttpHandler Unguarded(int connectionsPerHost) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = IdleTimeout,
        PooledConnectionLifetime = Lifetime,
        MaxConnectionsPerServer = connectionsPerHost,
        MaxResponseHeadersLength = HeadersInKilobytes,
        ResponseDrainTimeout = TimeSpan.Zero,
    };
}
