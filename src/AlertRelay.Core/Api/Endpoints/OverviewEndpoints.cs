using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder app) => app.MapGet("/overview", Show).WithTags("Relay")
        .Describe(
            "getOverview", "Get the overview",
            "Says in one line whether all is well, and lists what is not. "
            + "A tenant's key gets its own deliveries and subscriptions, an admin key gets all.")
            .WithResponseExample(OperatorExamples.Overview);

    private static async Task<Ok<OverviewResponse>> Show(Caller caller, OverviewReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.Read(caller, cancellationToken));
}
