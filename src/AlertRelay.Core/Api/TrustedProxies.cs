using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api;

internal static class TrustedProxies
{
    /// <summary>Puts the visitor's address in the place of the proxies', as far as these are trusted. Without the setting nobody is believed.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<IOptions<ApiOptions>>().Value.ProxyNetworks() is not { Count: > 0 } trusted)
            return;

        // As many proxies as there are in a row; the first address that is not one of theirs is the visitor's.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trusted)
            options.KnownIPNetworks.Add(network);

        // The middleware believes everybody where the peer's address is unknown, as under the Functions host.
        app.UseWhen(http => http.Connection.RemoteIpAddress is not null, known => known.UseForwardedHeaders(options));
    }
}
