using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        var alerts = app.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("", List)
            .Describe("listAlerts", "Lists what was told, page by page.")
            .WithResponseExample(ResponseExamples.Alerts);
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
        [AsParameters] AlertKindParameters of, [AsParameters] AlertListParameters asked, HttpRequest request, FilterReader filters, IAlertStore alerts,
        CancellationToken cancellationToken)
    {
        var mistakes = new ValidationErrors();
        var query = QueryReader.Of<AlertListParameters, AlertKindParameters>(request.Query, mistakes);
        return await Page(Read(asked, query, filters, mistakes) with { Kind = KindOf(of, query, mistakes) }, mistakes, alerts, cancellationToken);
    }

    /// <summary>What befell the channels themselves.</summary>
    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> HealthEvents(
        [AsParameters] AlertListParameters asked, HttpRequest request, FilterReader filters, IAlertStore alerts, CancellationToken cancellationToken)
    {
        var mistakes = new ValidationErrors();
        var query = QueryReader.Of<AlertListParameters>(request.Query, mistakes);
        return await Page(Read(asked, query, filters, mistakes) with { Kind = EventKind.Health }, mistakes, alerts, cancellationToken);
    }

    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> Page(
        AlertQuery query, ValidationErrors mistakes, IAlertStore alerts, CancellationToken cancellationToken) => mistakes.Any
        ? mistakes.ToProblem()
        : await CursorErrors.Checked<Results<Ok<AlertPage>, ProblemHttpResult>>(
            query.Cursor, async () => TypedResults.Ok(await alerts.List(query, cancellationToken)), refused => refused);

    private static async Task<Results<Ok<Alert>, ProblemHttpResult>> Get(string id, Caller caller, IAlertStore alerts, CancellationToken cancellationToken) =>
        await alerts.Find(id, cancellationToken) is { } found && caller.MaySee(found) ? TypedResults.Ok(found) : ProblemKind.NoSuch("alert", id);

    private static AlertQuery Read(AlertListParameters asked, QueryReader query, FilterReader filters, ValidationErrors mistakes) => new()
    {
        Channels = [.. QueryReader.All(asked.Channel).Select(word => filters.Channel(word, "channel", mistakes)).OfType<string>()],
        Categories = query.AllWords<Category>(asked.Category),
        Countries = [.. QueryReader.All(asked.Country).Select(word => FilterReader.Country(word, "country", mistakes)).OfType<string>()],
        MinimumSeverity = query.Word<Severity>(asked.MinimumSeverity, Severity.Unknown),
        Changes = query.AllWords<ChangeKind>(asked.Change),
        Since = query.Time(asked.Since),
        Until = query.Time(asked.Until),
        Cursor = query.One(asked.Cursor),
        OldestFirst = OldestFirst(asked, query, mistakes),
        Limit = query.Limit(asked.Limit),
    };

    private static EventKind KindOf(AlertKindParameters asked, QueryReader query, ValidationErrors mistakes)
    {
        if (query.One(asked.Kind) is not { } word)
            return EventKind.Alert;
        if (EnumNames<EventKind>.Find(word) is { } kind and (EventKind.Alert or EventKind.Cluster))
            return kind;

        mistakes.Add("kind", $"'{word}' is not known; write alert or cluster.");
        return EventKind.Alert;
    }

    private static bool OldestFirst(AlertListParameters asked, QueryReader query, ValidationErrors mistakes)
    {
        var order = query.One(asked.Order)?.ToLowerInvariant() ?? "newest";
        if (order is not ("newest" or "oldest"))
            mistakes.Add("order", "write newest (to look) or oldest (to follow).");

        return order == "oldest";
    }
}
