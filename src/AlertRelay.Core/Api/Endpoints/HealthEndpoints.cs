using System.Reflection;
using AlertRelay.Api.OpenApi;
using AlertRelay.Pages;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Overview;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class HealthEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    private static readonly LivenessResponse Alive = new("live");

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", GetOrHead, Live).WithTags("Health")
            .Describe("getLiveness", "Check that the relay is up", "Answers 200 while the process runs. It does not use the store. Needs no API key.")
            .WithResponseExample(() => Alive);
        app.MapMethods("/health/ready", GetOrHead, Ready)
            .WithTags("Health")
            .Describe(
                "getReadiness", "Check that the relay is ready",
                "Answers 200 if the store can be read and written and every enabled channel was polled. "
                + "Otherwise it answers 503 with the reasons. Needs no API key.")
            .WithResponseExample(OperatorExamples.Ready)
            .WithResponseExample(OperatorExamples.NotReady, StatusCodes.Status503ServiceUnavailable)
            .Produces<ReadinessResponse>().Produces<ReadinessResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<LivenessResponse> Live() => TypedResults.Ok(Alive);

    private static async Task<JsonHttpResult<ReadinessResponse>> Ready(ReadinessCheck check, CancellationToken cancellationToken)
    {
        var reasons = await check.Reasons(cancellationToken);
        return reasons.Count == 0
            ? TypedResults.Json(new ReadinessResponse("ready", []))
            : TypedResults.Json(new ReadinessResponse("not ready", reasons), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

internal sealed record LivenessResponse(string Status);

/// <param name="Reasons">Why it is not ready; empty when it is.</param>
internal sealed record ReadinessResponse(string Status, IReadOnlyList<string> Reasons);

internal static class MetricsEndpoints
{
    /// <summary>In Prometheus' text form, with an admin key: even for local callers, which may be a proxy.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(ApiServices.AdminOnly);
}

/// <summary>The Functions host asks "GET /" to check that the program is up, so it responds immediately, without the store.</summary>
internal static class RootEndpoint
{
    private static readonly RootDocument Answer = new(
        "AlertRelay",
        typeof(RootEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
        "Send 'Authorization: Bearer ark_…' with an API key to addresses under /api/v1.",
        new Dictionary<string, string>
        {
            ["subscriptions"] = "/api/v1/subscriptions",
            ["alerts"] = "/api/v1/alerts",
            ["channels"] = "/api/v1/channels",
            ["overview"] = "/api/v1/overview",
            ["filterTest"] = "/api/v1/filters/test",
            ["keys"] = "/api/v1/keys",
            ["audit"] = "/api/v1/audit",
            ["publicKeys"] = PublicKeyEndpoints.Path,
            ["document"] = ApiDocument.Path,
            ["documentation"] = DocsPage.Path,
            ["live"] = "/health/live",
            ["ready"] = "/health/ready",
        });

    public static void MapRoot(this IEndpointRouteBuilder app) =>
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Say).WithMetadata(PageMetadata.Mark).WithTags("Relay")
            .Describe(
                "hello", "Get the relay's addresses",
                "Returns the name and version of the relay, and the addresses to start from. Browsers get the console instead. "
                + "Needs no API key.")
            .WithResponseExample(() => Answer);

    private static async Task<Results<Ok<RootDocument>, PageResult>> Say(HttpContext http, CancellationToken cancellationToken)
    {
        http.Response.Headers.Vary = "Accept";
        return PageMetadata.IsForBrowser(http.Request) ? await OverviewPages.Show(http, cancellationToken) : TypedResults.Ok(Answer);
    }
}

internal sealed record RootDocument(string Name, string Version, string Authentication, IReadOnlyDictionary<string, string> Links);
