using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Api.Streams;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        var alerts = app.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("", List)
            .Describe("listAlerts", "Lists what was told, page by page, and waits for what comes next.")
            .WithResponseExample(ResponseExamples.Alerts);
        alerts.MapStream();
        alerts.MapGet("/{id}", Get).Describe("getAlert", "Answers one alert.").WithProblems(ProblemKind.NotFound).WithResponseExample(ResponseExamples.Alert);
        alerts.MapGet("/{id}/evidence", EvidenceResponse.Get).Describe("getEvidence", "Answers the very document that was read when the change was seen.")
            .AnswersFile(
                EvidenceResponse.Plain,
                "The document's bytes; what the publisher called them is in X-Evidence-Media-Type, their SHA-256 in ETag and Repr-Digest.")
            .Produces(StatusCodes.Status304NotModified).WithProblems(ProblemKind.NotFound);
        alerts.MapGet("/{id}/preview", PreviewEndpoints.Get).Describe("previewAlert", "Shows an alert as a receiver of a format would get it.")
            .AnswersFile("*/*", "The message, in the media type of its format.")
            .WithProblems(ProblemKind.NotFound);
        app.MapGet("/health-events", HealthEvents)
            .WithTags("Channels")
            .Describe("listHealthEvents", "Lists what befell the channels themselves, page by page.");
    }

    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> List(
        [AsParameters] AlertFilterParameters wanted, [AsParameters] AlertListParameters asked, [AsParameters] AlertWaitParameters follow, HttpContext http,
        FilterReader filters, AlertFollowing following, IAlertStore alerts, CancellationToken cancellationToken)
    {
        var mistakes = new ValidationErrors();
        var reader = QueryReader.Of<AlertFilterParameters, AlertListParameters, AlertWaitParameters>(http.Request.Query, mistakes);
        var query = Read(wanted, asked, reader, filters, mistakes);
        var wait = reader.Wait(follow.Wait);
        if (reader.One(follow.After) is not { } after)
        {
            if (wait > TimeSpan.Zero)
                mistakes.Add("wait", "needs 'after': the cursor of the answer before (order=oldest), or 'now' to begin with the next alert.");
            return await Page(query, mistakes, alerts, cancellationToken);
        }

        if (query.Cursor is not null)
            mistakes.Add("cursor", "and 'after' are the same; write only one of them.");
        if (asked.Order is not null && !query.OldestFirst)
            mistakes.Add("order", "must be oldest where there is 'after'; leave it out.");
        return await following.Page(http, query, after, wait, mistakes, cancellationToken);
    }

    /// <summary>What befell the channels themselves.</summary>
    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> HealthEvents(
        [AsParameters] AlertFilterParameters wanted, [AsParameters] AlertListParameters asked, HttpRequest request, FilterReader filters, IAlertStore alerts,
        CancellationToken cancellationToken)
    {
        var mistakes = new ValidationErrors();
        var reader = QueryReader.Of<AlertFilterParameters, AlertListParameters>(request.Query, mistakes);
        return await Page(Read(wanted, asked, reader, filters, mistakes) with { Kind = EventKind.Health }, mistakes, alerts, cancellationToken);
    }

    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> Page(
        AlertQuery query, ValidationErrors mistakes, IAlertStore alerts, CancellationToken cancellationToken)
    {
        if (mistakes.Any)
            return mistakes.ToProblem();

        return await CursorErrors.Checked<Results<Ok<AlertPage>, ProblemHttpResult>>(
            query.Cursor, async () => TypedResults.Ok(await alerts.List(query, cancellationToken)), refused => refused);
    }

    private static async Task<Results<Ok<Alert>, ProblemHttpResult>> Get(string id, Caller caller, IAlertStore alerts, CancellationToken cancellationToken) =>
        await alerts.Find(id, cancellationToken) is { } found && caller.MaySee(found) ? TypedResults.Ok(found) : ProblemKind.NoSuch("alert", id);

    private static AlertQuery Read(
        AlertFilterParameters wanted, AlertListParameters asked, QueryReader query, FilterReader filters, ValidationErrors mistakes) =>
        filters.Query(wanted, query, mistakes) with
        {
            Since = query.Time(asked.Since),
            Until = query.Time(asked.Until),
            Cursor = query.One(asked.Cursor),
            OldestFirst = OldestFirst(asked, query, mistakes),
            Limit = query.Limit(asked.Limit),
        };

    private static bool OldestFirst(AlertListParameters asked, QueryReader query, ValidationErrors mistakes)
    {
        var order = query.One(asked.Order)?.ToLowerInvariant() ?? "newest";
        if (order is not ("newest" or "oldest"))
            mistakes.Add("order", "write newest (to look) or oldest (to follow).");

        return order == "oldest";
    }
}
