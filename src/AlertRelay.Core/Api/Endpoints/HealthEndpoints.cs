using AlertRelay.Api.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class HealthEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", GetOrHead, Live).WithTags("Health").Describe("getLiveness", "Says that the program is up; asks nobody.");
        app.MapMethods("/health/ready", GetOrHead, Ready)
            .WithTags("Health")
            .Describe("getReadiness", "Says whether the store can be written and read, and whether every enabled channel was polled.")
            .Produces<ReadinessResponse>().Produces<ReadinessResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<LivenessResponse> Live() => TypedResults.Ok(new LivenessResponse("live"));

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
