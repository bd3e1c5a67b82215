using System.Text.Json;
using System.Text.Unicode;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Api.OpenApi;
using AlertRelay.Feeds;
using AlertRelay.Pages.Alerts;
using AlertRelay.Pages.ApiKeys;
using AlertRelay.Pages.Audit;
using AlertRelay.Pages.Channels;
using AlertRelay.Pages.Doctor;
using AlertRelay.Pages.Emails;
using AlertRelay.Pages.Explanations;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.PortalLinks;
using AlertRelay.Pages.Preferences;
using AlertRelay.Pages.Sessions;
using AlertRelay.Pages.Settings;
using AlertRelay.Pages.SigningKeys;
using AlertRelay.Pages.Silences;
using AlertRelay.Pages.Subscriptions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api;

/// <summary>The middleware and routes of the API and the public pages, the same behind every host.</summary>
public static class ApiPipeline
{
    public static IApplicationBuilder UseApi(this IApplicationBuilder app)
    {
        app.UseTrustedProxies();
        app.Use(SecurityHeaders.Add);
        app.UseSessionCookies();
        app.Use(app.ApplicationServices.GetRequiredService<RelayApi>().Follow);
        app.UseExceptionHandler();
        app.UseStatusCodePages(page => ProblemPages.For(
            page.HttpContext, ProblemKind.OfStatus(page.HttpContext.Response.StatusCode, page.HttpContext.Request)).ExecuteAsync(page.HttpContext));
        app.UseRouting();
        app.Use(app.ApplicationServices.GetRequiredService<SessionKeyLoading>().Await);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Use(BodyLimit.Apply);
        return app.UseEndpoints(Map);
    }

    /// <summary>Answers every request with 503: the settings are wrong, and the log says how.</summary>
    public static IApplicationBuilder UseUnavailable(this IApplicationBuilder app)
    {
        app.Use(SecurityHeaders.Add);
        app.Run(ProblemKind.Unavailable.WithDetail("The relay cannot start with its present settings; its log says what to write instead.").ExecuteAsync);
        return app;
    }

    private static void Map(IEndpointRouteBuilder app)
    {
        app.MapRoot();
        app.MapHealth();
        app.MapMetrics();
        app.MapPublicKeys();
        app.MapSiteFiles();
        app.MapSignIn();
        app.MapPortalPages();
        app.MapSubscriptionPages();
        app.MapKeyPages();
        app.MapPortalLinkPages();
        app.MapSigningKeyPages();
        app.MapSettingsPages();
        app.MapDoctorPages();
        app.MapPreferencePages();
        app.MapChannelPages();
        app.MapExplanationPages();
        app.MapSilencePages();
        app.MapAuditPages();
        app.MapAlertPages();
        app.MapFeeds();
        app.MapEmailLinkPages();
        app.MapApiDocument();
        app.MapDocsPage();
        // The same route under /api/v1, described only once.
        app.MapGroup("/api/v1").ExcludeFromDescription().MapHealth();
        app.MapGroup("/api/v1").RequireAuthorization().AddEndpointFilter(Readers.OnlyRead).MapVersion1();
        app.MapGroup("/api/v1").MapConfirmation();
    }

    private static void MapVersion1(this IEndpointRouteBuilder api)
    {
        api.MapSubscriptions();
        api.MapDeliveries();
        api.MapExplanations();
        api.MapSilences();
        api.MapRecovery();
        api.MapAlerts();
        api.MapChannels();
        api.MapCountries();
        api.MapFilters();
        api.MapKeys();
        api.MapPortalLinks();
        api.MapOperatorEndpoints();
        api.MapAudit();
        api.MapOverview();
    }
}

internal static class SecurityHeaders
{
    /// <summary>On every response. Set at the last moment, because an error response clears the headers.</summary>
    public static Task Add(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            // Pages have a stricter one of their own.
            if (http.Response.Headers.ContentSecurityPolicy.Count == 0)
                http.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            // Responses contain a tenant's data and secrets. Public ones set their own caching.
            if (http.Response.Headers.CacheControl.Count == 0)
                http.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(http);
    }
}

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

/// <summary>
/// Buffers a body in memory before its endpoint reads it. A server that stops reading at its own limit closes the connection, and a proxy that is
/// still sending, such as the Functions host, then loses the answer.
/// </summary>
internal static class BodyLimit
{
    public static async Task Apply(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.ContentEncoding.Count > 0)
            throw new BadHttpRequestException("The body is compressed.", StatusCodes.Status415UnsupportedMediaType);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            var body = await Read(http.Request, http.RequestAborted);
            http.Request.Body = body;
            var isRead = http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
            if (isRead && NotText(body.GetBuffer().AsSpan(0, (int)body.Length)) is { } problem)
            {
                await problem.ExecuteAsync(http);
                return;
            }
        }

        await next(http);
    }

    // Serializers skip unread strings, so half a surrogate pair would break the response or the store later.
    private static ProblemHttpResult? NotText(ReadOnlySpan<byte> json) =>
        (json.IndexOf("\\u"u8) >= 0 || !Utf8.IsValid(json)) && JsonFaults.First(json, WebJson.Wire.JsonElement) is { Kind: JsonFaultKind.NotText }
            ? JsonErrors.Find(json, typeof(JsonElement))
            : null;

    /// <exception cref="BadHttpRequestException">The body is larger than the API accepts.</exception>
    private static async Task<MemoryStream> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await request.Body.ReadAsync(piece, cancellationToken) is > 0 and var length)
        {
            if (body.Length + length > ApiLimits.BodyBytes)
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            body.Write(piece, 0, length);
        }

        body.Position = 0;
        return body;
    }
}
