using AlertRelay.Delivery;
using AlertRelay.Subscriptions;
using AlertRelay.Web.OpenApi;
using AlertRelay.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AlertRelay.Web;

/// <summary>
/// The HTTP API. Needs, registered by others: ChannelCatalog, TargetPolicy, the sender of test alerts, telemetry, and the stores of Alerts,
/// Subscriptions, Delivery and Polling.
/// </summary>
public static class WebServices
{
    /// <summary>In bytes.</summary>
    public const int LargestBody = 256 * 1024;

    public const string AdminOnly = "admin";

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiKeys>().AddSingleton<FilterReader>().AddSingleton<NoiseReader>().AddSingleton<SubscriptionReader>();
        services.AddSingleton<ChangeLog>().AddSingleton<SubscriptionRegistration>().AddSingleton<TrialPost>().AddSingleton<TenantSubscriptions>().AddSingleton<TargetProofs>().AddSingleton<ReadinessCheck>().AddSingleton<WantedHistory>().AddSingleton<Recovery>();
        services.ConfigureHttpJsonOptions(json => WebJson.With(json.SerializerOptions).TypeInfoResolverChain.Insert(0, WebJson.Default));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true).AddExceptionHandler<FaultHandler>();
        services.Configure<KestrelServerOptions>(Limit);
        services.AddKeyAuthentication();
        services.AddTenantLimits();
        services.AddApiDocument();
        services.AddAuthorizationBuilder().AddPolicy(AdminOnly, policy => policy.RequireRole(nameof(Role.Admin)));
        return services;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(page => Problem.Of(page.HttpContext.Response.StatusCode, page.HttpContext.Request).ExecuteAsync(page.HttpContext));
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapHello();
        app.MapHealth();
        app.MapMetrics();
        app.MapPublicKeys();
        app.MapAlertPages();
        app.MapLetterPages();
        app.MapApiDocument();
        app.MapDocsPage();
        // The same once more, for who asks under /api/v1: described once.
        app.MapGroup("/api/v1").ExcludeFromDescription().MapHealth();
        app.MapGroup("/api/v1").RequireAuthorization().MapApi();
        app.MapGroup("/api/v1").MapConfirmation();
        return app;
    }

    private static void MapApi(this IEndpointRouteBuilder api)
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

    // Not AddAuthentication: it adds data protection, which writes key files that nothing here needs.
    private static void AddKeyAuthentication(this IServiceCollection services)
    {
        services.AddAuthenticationCore(options => options.DefaultScheme = KeyAuthentication.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
    }

    private static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = LargestBody;
    }
}
