using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Api.OpenApi;
using AlertRelay.Feeds;
using AlertRelay.Pages;

namespace AlertRelay.Api;

/// <summary>The middleware and routes of the API and the public pages, the same behind every host.</summary>
public static class ApiPipeline
{
    public static IApplicationBuilder UseApi(this IApplicationBuilder app)
    {
        app.UseTrustedProxies();
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler();
        app.UseStatusCodePages(page => ProblemKind.OfStatus(page.HttpContext.Response.StatusCode, page.HttpContext.Request).ExecuteAsync(page.HttpContext));
        app.UseRouting();
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
        app.MapHello();
        app.MapHealth();
        app.MapMetrics();
        app.MapPublicKeys();
        app.MapAlertPages();
        app.MapFeeds();
        app.MapLetterPages();
        app.MapApiDocument();
        app.MapDocsPage();
        // The same once more, for who asks under /api/v1: described once.
        app.MapGroup("/api/v1").ExcludeFromDescription().MapHealth();
        app.MapGroup("/api/v1").RequireAuthorization().MapVersion1();
        app.MapGroup("/api/v1").MapConfirmation();
    }

    private static void MapVersion1(this IEndpointRouteBuilder api)
    {
        api.MapSubscriptions();
        api.MapDeliveries();
        api.MapRecovery();
        api.MapAlerts();
        api.MapChannels();
        api.MapFilters();
        api.MapKeys();
        api.MapAudit();
    }
}
