namespace AlertRelay.Api.Endpoints;

internal static class MetricsEndpoints
{
    /// <summary>In Prometheus' text form, with an admin key: even for local callers, which may be a proxy.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(ApiServices.AdminOnly);
}
