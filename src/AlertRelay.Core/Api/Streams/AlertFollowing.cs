using System.ComponentModel;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.Streams;

/// <summary>Answers requests that follow the history: from which place, and whether they may wait.</summary>
internal sealed class AlertFollowing(AlertFollower follower, ApiKeyService keys, WaitingRequests waiting, AlertStream stream, IHostApplicationLifetime host)
{
    private const string Now = "now";

    /// <summary>A long poll.</summary>
    public async Task<Results<Ok<AlertPage>, ProblemHttpResult>> Page(
        HttpContext http, AlertQuery query, string after, TimeSpan wait, ValidationErrors errors, CancellationToken cancellationToken)
    {
        var place = await Place(after, "after", errors, cancellationToken);
        if (errors.Any)
            return errors.ToProblem();

        using var slot = wait > TimeSpan.Zero ? waiting.Enter(Caller.Of(http.User).Tenant) : null;
        if (wait > TimeSpan.Zero && slot is null)
            return waiting.Refuse(http.Response);

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            var page = await follower.Next(query, place, wait, ends.Token);
            // It may have been revoked while the request waited.
            if (wait > TimeSpan.Zero && await keys.Check(KeyAuthentication.KeyOf(http.Request), ends.Token) is not KeyCheck.Accepted)
                return ProblemKind.InvalidKey.WithDetail("The key was revoked or has expired while the request waited.");

            return TypedResults.Ok(new AlertPage([.. page.Alerts.Select(each => each.Alert)], await follower.Cursor(page.After, cancellationToken)));
        }
        catch (OperationCanceledException) when (host.ApplicationStopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return TypedResults.Ok(new AlertPage([], await follower.Cursor(place, cancellationToken)));
        }
    }

    public async Task<Results<EmptyHttpResult, ProblemHttpResult>> Stream(
        HttpContext http, AlertQuery query, string? after, string? lastEventId, ValidationErrors errors, CancellationToken cancellationToken)
    {
        // The address that a reader reconnects to still names the place where it began.
        var place = string.IsNullOrEmpty(lastEventId)
            ? await Place(after ?? Now, "after", errors, cancellationToken)
            : await Place(lastEventId, AlertStreamEndpoint.LastEventId, errors, cancellationToken);
        if (errors.Any)
            return errors.ToProblem();

        using var slot = waiting.Enter(Caller.Of(http.User).Tenant);
        if (slot is null)
            return waiting.Refuse(http.Response);

        await stream.Send(http, query, place);
        return TypedResults.Empty;
    }

    private async Task<long> Place(string after, string field, ValidationErrors errors, CancellationToken cancellationToken)
    {
        if (errors.Any)
            return 0;
        if (after == Now)
            return await follower.Head(cancellationToken);

        try
        {
            var place = await follower.Place(after, cancellationToken);
            if (await follower.Has(place, cancellationToken))
                return place;
        }
        catch (ArgumentException)
        {
            // The sentence is the same.
        }

        errors.Add(field, "is no cursor of this relay's alerts; send the one of the answer or event before as it is, or 'now' to begin with the next alert.");
        return 0;
    }
}

internal static class AlertStreamEndpoint
{
    public const string LastEventId = "Last-Event-ID";

    public static void MapStream(this IEndpointRouteBuilder alerts) => alerts.MapGet("/stream", Get)
        .Describe(
            "streamAlerts", "Stream alerts",
            "Sends each alert as it is published, as Server-Sent Events. "
            + "The number of open streams per tenant is limited (`Api:StreamsPerTenant`).")
        .AnswersFile(AlertStream.MediaType, "Events \"alert\": the id is the cursor after it, the data the alert's JSON on one line.");

    private static Task<Results<EmptyHttpResult, ProblemHttpResult>> Get(
        [AsParameters] AlertFilterParameters filter, [AsParameters] AlertStreamParameters parameters,
        [FromHeader(Name = LastEventId), Description("The id of the last event. Readers send it when they connect again. It takes precedence over 'after'.")]
        string? lastEventId,
        HttpContext http, FilterReader filters, AlertFollowing following, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var reader = QueryReader.Of<AlertFilterParameters, AlertStreamParameters>(http.Request.Query, errors);
        var query = filters.Query(filter, reader, errors);
        if (query.Channels.Contains(Cluster.ChannelId))
            errors.Add("channel", "clusters are not streamed; ask for them by GET /api/v1/alerts?kind=cluster, or subscribe.");

        return following.Stream(http, query, reader.One(parameters.After), lastEventId, errors, cancellationToken);
    }
}
