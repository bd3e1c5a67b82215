using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Web;

public static class FilterEndpoints
{
    // One request looks through so many alerts at most, so that its cost has a bound.
    private const int Most = 10_000;
    private const int Page = 500;
    private const int Examples = 10;

    public static void MapFilters(this IEndpointRouteBuilder app) => app.MapPost("/filters/test", Test).WithTags("Filters");

    /// <summary>What the filter would have matched in the history.</summary>
    private static async Task<Results<Ok<FilterTestAnswer>, Problem>> Test(
        FilterTestBody body, FilterReader filters, IAlertStore alerts, CancellationToken cancellation)
    {
        var mistakes = new Mistakes();
        var filter = filters.Read(body.Filter, SubscriptionReader.OfSubscribers, mistakes);
        if (mistakes.Any)
            return mistakes.ToProblem();

        return TypedResults.Ok(await Count(filter, Narrowed(filter) with { Since = body.Since }, alerts, cancellation));
    }

    private static async Task<FilterTestAnswer> Count(Filter filter, AlertQuery query, IAlertStore alerts, CancellationToken cancellation)
    {
        var (count, examined, examples) = (0, 0, new List<AlertSummary>());
        do
        {
            var page = await alerts.List(query, cancellation);
            var matching = page.Alerts.Where(filter.Matches).ToList();
            examples.AddRange(matching.Take(Examples - examples.Count).Select(AlertSummary.Of));
            count += matching.Count;
            examined += page.Alerts.Count;
            query = query with { Cursor = page.Cursor };
        }
        while (query.Cursor is not null && examined < Most);

        return new FilterTestAnswer(count, examined, query.Cursor is null, examples);
    }

    // Only what filter and query mean alike; severity and parts of countries mean more in a filter.
    private static AlertQuery Narrowed(Filter filter) => new()
    {
        Channels = filter.Channels,
        Categories = filter.Categories,
        Changes = filter.Changes,
        Limit = Page,
    };
}
