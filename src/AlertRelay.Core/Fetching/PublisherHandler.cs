using System.Text;
using AlertRelay.Networking;

namespace AlertRelay.Fetching;

/// <summary>Calls public addresses only, except for hosts and ports that the operator named.</summary>
internal sealed class PublisherHandler : HttpMessageHandler
{
    public static readonly HttpRequestOptionsKey<bool> MayBePrivate = new("AlertRelay.MayBePrivate");

    private static readonly TargetRules AnyAddress = new(AllowPrivateNetworks: true, AllowHttp: true, []);

    // Two connection pools: a redirect must not reuse a connection to the operator's own address.
    private readonly HttpMessageInvoker _guarded, _unguarded;

    private PublisherHandler(EgressOptions? egress) =>
        (_guarded, _unguarded) = (new HttpMessageInvoker(Sockets(guarded: true, egress)), new HttpMessageInvoker(Sockets(guarded: false, egress)));

    /// <param name="egress">Null: no proxy, and only the system's certificate authorities.</param>
    public static HttpMessageHandler Create(bool allowPrivateNetworks, EgressOptions? egress = null) =>
        allowPrivateNetworks ? Sockets(guarded: false, egress) : new PublisherHandler(egress);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.Options.TryGetValue(MayBePrivate, out var may) && may ? _unguarded : _guarded).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        _guarded.Dispose();
        _unguarded.Dispose();
        base.Dispose(disposing);
    }

    private static SocketsHttpHandler Sockets(bool guarded, EgressOptions? egress)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // One client lives as long as the relay; DNS changes are seen when connections are renewed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // No traceparent, because publishers do not need it.
            ActivityHeadersPropagator = null,
            // Responses are read as Latin-1, so a non-ASCII entity tag is sent back as the same bytes.
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        };
        if (guarded)
        {
            // A proxy would resolve names itself, past the guard.
            handler.UseProxy = false;
            handler.ConnectCallback = PublicConnections.Connect;
        }

        egress?.ApplyTo(handler, guarded ? AnyAddress with { AllowPrivateNetworks = false } : AnyAddress);
        return handler;
    }
}
