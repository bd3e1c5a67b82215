using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api;

internal static class TrustedProxies
{
    /// <summary>Replaces the address of trusted proxies by the visitor's. Without the setting no proxy is trusted.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<IOptions<ApiOptions>>().Value.ProxyNetworks() is not { Count: > 0 } trusted)
            return;

        // Any number of proxies in a row. The first other address is the visitor's.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trusted)
            options.KnownIPNetworks.Add(network);

        // The middleware trusts every peer whose address is unknown, as under the Functions host.
        app.UseWhen(http => http.Connection.RemoteIpAddress is not null, known => known.UseForwardedHeaders(options));
    }
}
