using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Api.Streams;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        var alerts = app.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("", List)
            .Describe(
                "listAlerts", "List alerts",
                "Returns the history, newest first. "
                + "To follow new alerts, use `order=oldest` and keep the cursor, or wait with `after` and `wait`.")
            .WithResponseExample(AlertExamples.Alerts);
        alerts.MapStream();
        alerts.MapGet("/{id}", Get)
            .Describe(
                "getAlert", "Get an alert",
                "Returns the alert with its level, places, text changes and evidence, in the form that webhooks get.")
            .WithProblems(ProblemKind.NotFound)
            .WithResponseExample(AlertExamples.Alert);
        alerts.MapGet("/{id}/revisions", Revisions)
            .Describe(
                "listRevisions", "List the revisions of an alert",
                "Returns the earlier and later alerts of the same notice, at most 20 of each.")
            .WithProblems(ProblemKind.NotFound).WithResponseExample(AlertExamples.Revisions);
        alerts
            .MapGet("/{id}/evidence", EvidenceResponse.Get)
            .Describe(
                "getEvidence", "Get the evidence of an alert",
                "Returns the original document in which the relay detected the change. "
                + "Answers 404 when the document is no longer kept (`Polling:KeepEvidenceFor`).")
            .AnswersFile(
                EvidenceResponse.Plain,
                "The document's bytes; what the publisher called them is in X-Evidence-Media-Type, their SHA-256 in ETag and Repr-Digest.")
            .Produces(StatusCodes.Status304NotModified).WithProblems(ProblemKind.NotFound);
        alerts.MapGet("/{id}/preview", PreviewEndpoints.Get)
            .Describe("previewAlert", "Preview an alert", "Renders the alert as a receiver of the format would get it. Nothing is sent.")
            .AnswersFile("*/*", "The message, in the media type of its format.")
            .WithProblems(ProblemKind.NotFound);
        app.MapGet("/health-events", HealthEvents)
            .WithTags("Channels")
            .Describe(
                "listHealthEvents", "List channel health events",
                "Returns the events of channels that fail, stay silent or recover, newest first.")
            .WithResponseExample(AlertExamples.HealthEvents);
    }

    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> List(
        [AsParameters] AlertFilterParameters filter, [AsParameters] AlertListParameters parameters, [AsParameters] AlertWaitParameters follow, HttpContext http,
        FilterReader filters, AlertFollowing following, IAlertStore alerts, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var reader = QueryReader.Of<AlertFilterParameters, AlertListParameters, AlertWaitParameters>(http.Request.Query, errors);
        var query = Read(filter, parameters, reader, filters, errors) with { Kind = KindOf(follow, reader, errors) };
        var wait = reader.Wait(follow.Wait);
        if (query.Kind == EventKind.Alert && query.Channels.Contains(Cluster.ChannelId))
            errors.Add("channel", "clusters are of the kind cluster; add kind=cluster.");
        if (reader.One(follow.After) is not { } after)
        {
            if (wait > TimeSpan.Zero)
                errors.Add("wait", "needs 'after': the cursor of the answer before (order=oldest), or 'now' to begin with the next alert.");
            return await Page(query, errors, alerts, cancellationToken);
        }

        if (query.Kind != EventKind.Alert && wait > TimeSpan.Zero)
            errors.Add("wait", "is for the kind alert only; leave it out, and ask again.");
        if (query.Cursor is not null)
            errors.Add("cursor", "and 'after' are the same; write only one of them.");
        if (parameters.Order is not null && !query.OldestFirst)
            errors.Add("order", "must be oldest where there is 'after'; leave it out.");
        return await following.Page(http, query, after, wait, errors, cancellationToken);
    }

    /// <summary>Channel health events.</summary>
    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> HealthEvents(
        [AsParameters] AlertFilterParameters filter, [AsParameters] AlertListParameters parameters, HttpRequest request, FilterReader filters,
        IAlertStore alerts,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var reader = QueryReader.Of<AlertFilterParameters, AlertListParameters>(request.Query, errors);
        return await Page(Read(filter, parameters, reader, filters, errors) with { Kind = EventKind.Health }, errors, alerts, cancellationToken);
    }

    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> Page(
        AlertQuery query, ValidationErrors errors, IAlertStore alerts, CancellationToken cancellationToken)
    {
        if (errors.Any)
            return errors.ToProblem();

        return await CursorErrors.Checked<Results<Ok<AlertPage>, ProblemHttpResult>>(
            query.Cursor, async () => TypedResults.Ok(await alerts.List(query, cancellationToken)), refused => refused);
    }

    private static async Task<Results<Ok<Alert>, ProblemHttpResult>> Get(string id, Caller caller, IAlertStore alerts, CancellationToken cancellationToken) =>
        await alerts.Find(id, cancellationToken) is { } found && caller.MaySee(found) ? TypedResults.Ok(found) : ProblemKind.NoSuch("alert", id);

    private static async Task<Results<Ok<RevisionList>, ProblemHttpResult>> Revisions(
        string id, Caller caller, IAlertStore alerts, CancellationToken cancellationToken) =>
        await alerts.Find(id, cancellationToken) is { } found && caller.MaySee(found)
            ? TypedResults.Ok(RevisionList.Of(await AlertRevisions.Of(found, alerts, cancellationToken)))
            : ProblemKind.NoSuch("alert", id);

    private static AlertQuery Read(
        AlertFilterParameters filter, AlertListParameters parameters, QueryReader query, FilterReader filters, ValidationErrors errors) =>
        filters.Query(filter, query, errors) with
        {
            Since = query.Time(parameters.Since),
            Until = query.Time(parameters.Until),
            Cursor = query.One(parameters.Cursor),
            OldestFirst = OldestFirst(parameters, query, errors),
            Limit = query.Limit(parameters.Limit),
        };

    private static EventKind KindOf(AlertWaitParameters parameters, QueryReader query, ValidationErrors errors)
    {
        if (query.One(parameters.Kind) is not { } word)
            return EventKind.Alert;
        if (EnumNames<EventKind>.Find(word) is { } kind and (EventKind.Alert or EventKind.Cluster))
            return kind;

        errors.Add("kind", $"'{word}' is unknown; write alert or cluster.");
        return EventKind.Alert;
    }

    private static bool OldestFirst(AlertListParameters parameters, QueryReader query, ValidationErrors errors)
    {
        var order = query.One(parameters.Order)?.ToLowerInvariant() ?? "newest";
        if (order is not ("newest" or "oldest"))
            errors.Add("order", "write newest (to look) or oldest (to follow).");

        return order == "oldest";
    }
}

/// <summary>An alert as it is sent in a format.</summary>
internal static class PreviewEndpoints
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Get(
        string id, [AsParameters] PreviewParameters parameters, Caller caller, HttpRequest request, IAlertStore alerts, MessageFormats formats,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var name = QueryReader.Of<PreviewParameters>(request.Query, errors).One(parameters.Format) ?? WebhookFormat.FormatName;
        var format = formats.Find(name);
        if (format is null)
            errors.Add("format", formats.NotKnown(name));
        if (errors.Any)
            return errors.ToProblem();
        if (await alerts.Find(id, cancellationToken) is not { } alert || !caller.MaySee(alert))
            return ProblemKind.NoSuch("alert", id);

        var message = format!.Render(alert);
        return TypedResults.Bytes(message.Body, message.ContentType);
    }
}
