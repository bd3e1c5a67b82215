using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Diagnostics;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>The relay itself: its settings, and what fails.</summary>
internal static class OperatorEndpoints
{
    // The Functions host and proxies end an answer after some minutes.
    private static readonly TimeSpan FetchTime = TimeSpan.FromSeconds(60);

    public static void MapOperatorEndpoints(this IEndpointRouteBuilder app)
    {
        var relay = app.MapGroup("").WithTags("Relay").RequireAuthorization(ApiServices.AdminOnly);
        relay.MapGet("/settings", Settings)
            .Describe(
                "listSettings", "List the settings",
                "Returns the settings that apply, with their defaults. Values of secrets are never shown. Needs an admin key.")
            .WithResponseExample(OperatorExamples.Settings);
        relay.MapGet("/doctor", Check)
            .Describe(
                "checkRelay", "Check the relay",
                "Runs the checks of `alertrelay doctor`: settings, storage, secrets and channels. Sends no request to a publisher. "
                + "Needs an admin key.")
            .WithResponseExample(OperatorExamples.Doctor);
        relay.MapPost("/doctor", Examine)
            .Describe(
                "examineRelay", "Check the relay and its channels",
                "Runs the same checks. With `live` the relay also fetches each enabled channel once, for at most a minute. "
                + "It leaves out channels that were fetched within their minimum interval. Needs an admin key.")
            .WithResponseExample(OperatorExamples.LiveDoctor)
            .WithRequestExamples(RequestExamples.LiveCheck)
            .WithProblems(ProblemKind.Conflict);
    }

    private static Ok<SettingList> Settings(ISettingsView settings) => TypedResults.Ok(new SettingList(settings.All()));

    private static async Task<Ok<DoctorResponse>> Check(RelayDoctor doctor, CancellationToken cancellationToken) =>
        TypedResults.Ok(DoctorResponse.Of(await doctor.Check(cancellationToken)));

    private static async Task<Results<Ok<DoctorResponse>, ProblemHttpResult>> Examine(
        DoctorRequest? body, Caller caller, RelayDoctor doctor, ChangeAudit log, CancellationToken cancellationToken)
    {
        var checks = await doctor.Check(cancellationToken);
        if (body?.Live != true)
            return TypedResults.Ok(DoctorResponse.Of(checks));

        if (await doctor.Fetch(FetchTime, cancellationToken) is not { } fetched)
            return ProblemKind.Conflict.WithDetail("The channels are being fetched for another call; try again in a minute.");

        await log.Examined(new JsonObject { ["fetched"] = fetched.Count(check => check.Status != CheckStatus.Skipped) }, caller.Actor);
        return TypedResults.Ok(DoctorResponse.Of([.. checks, .. fetched]));
    }
}
