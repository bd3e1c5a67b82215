using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>The silences and quiet hours of all subscriptions. They are set by PATCH of a subscription.</summary>
internal static class SilenceEndpoints
{
    private static readonly TimeSpan Counted = TimeSpan.FromDays(30);

    public static void MapSilences(this IEndpointRouteBuilder app)
    {
        app.MapGet("/silences", List)
            .WithTags("Silences")
            .Describe(
                "listSilences", "List silences and quiet hours",
                "Returns the subscriptions that have silences in force or quiet hours: until when, why, and who set them.")
            .WithProblems(ProblemKind.Forbidden)
            .WithResponseExample(SubscriptionExamples.Silences);
        app.MapGet("/silences/{id}", Get)
            .WithTags("Silences").RequireRateLimiting(TenantLimits.History)
            .Describe(
                "getSilences", "Get the silences of a subscription",
                "Returns the silences and quiet hours, and how many alerts of the past 30 days each silence would have held back.")
            .WithProblems(ProblemKind.NotFound)
            .WithResponseExample(SubscriptionExamples.SilencesOfOne);
    }

    private static async Task<Results<Ok<QuietList>, ProblemHttpResult>> List(
        [AsParameters] SilenceListParameters parameters, HttpRequest request, Caller caller, TenantSubscriptions subscriptions, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = QueryReader.Of<SilenceListParameters>(request.Query, errors);
        var (tenant, cursor, limit) = (query.One(parameters.Tenant), query.One(parameters.Cursor), query.Limit(parameters.Limit));
        if (tenant is not null && !caller.MaySee(tenant))
            return ProblemKind.Forbidden.WithDetail("Only an admin key may name another tenant; leave 'tenant' out.");
        if (errors.Any)
            return errors.ToProblem();

        var now = time.GetUtcNow();
        var page = await subscriptions.ListQuiet(tenant ?? (caller.IsAdmin ? null : caller.Tenant), cursor, limit, cancellationToken);
        var found = page.Subscriptions.Select(subscription => QuietResponse.Of(subscription, now))
            .Where(quiet => quiet.QuietHours is not null || quiet.Silences.Count > 0);
        return TypedResults.Ok(new QuietList([.. found], page.Cursor));
    }

    private static async Task<Results<Ok<QuietResponse>, ProblemHttpResult>> Get(
        string id, Caller caller, TenantSubscriptions subscriptions, HistoryFilter history, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, caller, cancellationToken) is not { } found)
            return ProblemKind.NoSuch("subscription", id);

        var now = time.GetUtcNow();
        var quiet = QuietResponse.Of(found, now);
        if (quiet.Silences.Count == 0)
            return TypedResults.Ok(quiet);

        // One search for all of them.
        var matches = new int[quiet.Silences.Count];
        var searched = await history.Search(
            found.Filter, now - Counted, until: null,
            alert =>
            {
                for (var place = 0; place < matches.Length; place++)
                    matches[place] += quiet.Silences[place].Filter.Matches(alert) ? 1 : 0;
            },
            cancellationToken);
        return TypedResults.Ok(quiet with
        {
            Silences = [.. quiet.Silences.Select((silence, place) => silence with { Matches = matches[place] })],
            Count = new SilencedCount(now - Counted, searched.Examined, searched.Complete),
        });
    }
}
