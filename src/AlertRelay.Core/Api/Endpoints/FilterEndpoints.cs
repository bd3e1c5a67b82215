using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class FilterEndpoints
{
    private const int Examples = 10;
    private const int MaxExamples = 20;

    public static void MapFilters(this IEndpointRouteBuilder app)
    {
        var filters = app.MapGroup("/filters").WithTags("Filters").RequireRateLimiting(TenantLimits.History).WithMetadata(new ChangesNothing());
        filters.MapPost("/test", Test)
            .Describe(
                "testFilter", "Test a filter",
                "Counts the past alerts that match the filter, and returns the ten newest. "
                + "It searches at most 10,000 alerts, the newest first.")
            .WithRequestExamples(RequestExamples.FilterTest)
            .WithResponseExample(AlertExamples.FilterTest);
        filters.MapPost("/backtest", BackTest)
            .Describe(
                "backtestFilter", "Backtest a filter",
                "Counts the alerts that a subscription with this filter would have received in a period, and returns the first 20. "
                + "It searches at most 10,000 alerts.")
            .WithRequestExamples(RequestExamples.BackTest)
            .WithResponseExample(AlertExamples.BackTest);
    }

    /// <summary>What the filter would have matched in the history.</summary>
    private static async Task<Results<Ok<FilterTestResponse>, ProblemHttpResult>> Test(
        FilterTestRequest body, FilterReader filters, HistoryFilter history, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var filter = filters.Read(body.Filter, SubscriptionReader.OfSubscribers, errors);
        if (errors.Any)
            return errors.ToProblem();

        var matching = new List<AlertSummary>();
        var result = await history.Search(filter, body.Since, until: null, alert => matching.Add(AlertSummary.Of(alert)), cancellationToken);
        return TypedResults.Ok(new FilterTestResponse(matching.Count, result.Examined, result.Complete, [.. matching.Take(Examples)]));
    }

    /// <summary>What a subscription with the filter would have received in a span of time.</summary>
    private static async Task<Results<Ok<BackTestResponse>, ProblemHttpResult>> BackTest(
        BackTestRequest body, FilterReader filters, HistoryFilter history, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var filter = filters.Read(body.Filter, SubscriptionReader.OfSubscribers, errors);
        if (body.To <= body.From)
            errors.Add("to", "write a time after 'from', or leave it out.");

        if (errors.Any)
            return errors.ToProblem();

        var received = new List<AlertSummary>();
        var result = await history.Search(filter, body.From, body.To, alert => received.Add(AlertSummary.Of(alert)), cancellationToken);
        var byChannel = received.CountBy(alert => alert.Channel).OrderBy(channel => channel.Key, StringComparer.Ordinal).ToDictionary();
        return TypedResults.Ok(new BackTestResponse(
            received.Count, byChannel, result.Examined, result.Complete, [.. received.OrderBy(alert => alert.DetectedAt).Take(MaxExamples)]));
    }
}
