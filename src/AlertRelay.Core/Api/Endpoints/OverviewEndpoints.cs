using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder app) => app.MapGet("/overview", Show).WithTags("Health")
        .Describe(
            "getOverview",
            "Get the overview",
            "Whether all is well, and what is not: channels, deliveries of the last 24 hours, subscriptions and the heartbeat.")
            .WithResponseExample(OperatorExamples.Overview);

    private static async Task<Ok<OverviewResponse>> Show(Caller caller, OverviewReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.Read(caller, cancellationToken));
}
