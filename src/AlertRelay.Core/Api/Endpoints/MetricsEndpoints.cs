namespace AlertRelay.Api.Endpoints;

internal static class MetricsEndpoints
{
    /// <summary>In Prometheus' text form, with an admin key: a caller from this machine may be a proxy, so that being near proves nothing.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(ApiServices.AdminOnly);
}
