using AlertRelay.Alerts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class HealthEndpoints
{
    private static readonly string[] Look = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", Look, Live).WithTags("Health").Describe("getLiveness", "Says that the program is up; asks nobody.");
        app.MapMethods("/health/ready", Look, Ready)
            .WithTags("Health")
            .Describe("getReadiness", "Says whether every store answers and every enabled channel was polled.")
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

/// <summary>Ready: every store answers, and every enabled channel was polled at least once, however that went.</summary>
internal sealed partial class ReadinessCheck(
    ChannelCatalog catalog,
    IChannelStore channels,
    IAlertStore alerts,
    ISubscriptionStore subscriptions,
    IDeliveryStore deliveries,
    ILogger<ReadinessCheck> logger)
{
    private const string NoSuchId = "none";

    public async Task<IReadOnlyList<string>> Reasons(CancellationToken cancellationToken)
    {
        try
        {
            await alerts.Find(NoSuchId, cancellationToken);
            await subscriptions.Find(NoSuchId, cancellationToken);
            await deliveries.Find(NoSuchId, cancellationToken);
            var known = (await channels.All(cancellationToken)).Select(state => state.Channel).ToHashSet();
            return
            [
                .. catalog.All.Where(channel => channel.Enabled && !known.Contains(channel.Id))
                    .Select(channel => $"The channel {channel.Id} was not polled yet."),
            ];
        }
        catch (StoreException fault)
        {
            LogNoAnswer(fault);
            return ["A store does not answer; the relay's log says why."];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: a store does not answer")]
    private partial void LogNoAnswer(Exception fault);
}
