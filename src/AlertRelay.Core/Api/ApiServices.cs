using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Api.Streams;
using AlertRelay.Countries;
using AlertRelay.Deliveries;
using AlertRelay.Diagnostics;
using AlertRelay.Feeds;
using AlertRelay.Keys;
using AlertRelay.Pages;
using AlertRelay.Pages.Countries;
using AlertRelay.Pages.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AlertRelay.Api;

/// <summary>
/// The HTTP API. Needs, registered by others: ChannelCatalog, ChannelCredentialStore, ProbeChannel, ISettingsView, TargetPolicy, the sender of test
/// alerts, telemetry, registration, and the stores of Alerts, Keys, Subscriptions, Deliveries and Polling.
/// </summary>
internal static class ApiServices
{
    public const string AdminOnly = "admin";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FilterReader>().AddSingleton<NotificationReader>().AddSingleton<SubscriptionReader>();
        services.AddFeeds();
        services.AddSingleton<AlertFollower>().AddSingleton<WaitingRequests>().AddSingleton<AlertStream>().AddSingleton<AlertFollowing>();
        services.AddSingleton<ReadinessCheck>().AddSingleton<RecoveryService>().AddSingleton<OverviewReader>();
        services.AddSingleton<RelayDoctor>();
        services.AddSingleton<CountryPictures>().AddSingleton<PictureCache>();
        services.ConfigureHttpJsonOptions(json => WebJson.With(json.SerializerOptions).TypeInfoResolverChain.Insert(0, WebJson.Default));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true).AddExceptionHandler<ProblemExceptionHandler>();
        // The framework would add the id of a trace that callers cannot look up.
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = written => written.ProblemDetails.Extensions.Remove("traceId"));
        services.Configure<KestrelServerOptions>(Limit);
        services.AddSingleton<IConnectionListenerFactory, ConnectionLimit>();
        services.AddKeyAuthentication();
        services.AddPages();
        services.AddTenantLimits();
        services.AddApiDocument();
        services.AddAuthorizationBuilder().AddPolicy(AdminOnly, policy => policy.RequireRole(nameof(Role.Admin)));
        return services;
    }

    private static void AddKeyAuthentication(this IServiceCollection services)
    {
        services.AddAuthenticationCore(options => options.DefaultScheme = SessionAuthentication.Selector);
        services.AddWebEncoders();
        services.AddSingleton<WrongKeys>();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
    }

    private static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = ApiLimits.BodyBytes;
    }
}
