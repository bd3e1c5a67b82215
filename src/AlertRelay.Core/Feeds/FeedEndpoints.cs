using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages;
using AlertRelay.Pages.Alerts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Feeds;

/// <summary>Alerts for readers of feeds and of CAP, public as the pages are.</summary>
internal static class FeedEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddFeeds(this IServiceCollection services) => services
        .AddSingleton<FeedCache>()
        .AddSingleton<FeedPageReader>()
        .AddSingleton<FeedAnswers>()
        .AddSingleton(provider => new FeedLinks(provider.GetRequiredService<IOptions<RelayOptions>>().Value))
        .AddSingleton<AtomFeed>()
        .AddSingleton<JsonFeed>()
        .AddSingleton<CapMessage>();

    public static void MapFeeds(this IEndpointRouteBuilder app)
    {
        var feeds = app.MapGroup("").AddEndpointFilter(AlertPages.OnlyIfEnabled).WithMetadata(PageMetadata.Mark).WithTags("Feeds")
            .WithProblems(ProblemKind.TooManyRequests);
        feeds.MapMethods(RelayPages.AtomFeed, GetOrHead, Atom)
            .Describe("getAtomFeed", "Get alerts as Atom", "Returns the newest alerts that match the filter, as an Atom feed. Needs no API key.")
            .AnswersFile(AtomFeed.MediaType, "A page of the feed (RFC 4287), with tombstones (RFC 6721) and a link to the next page (RFC 5005).")
            .Produces(StatusCodes.Status304NotModified);
        feeds
            .MapMethods(RelayPages.JsonFeed, GetOrHead, Json)
            .Describe(
                "getJsonFeed", "Get alerts as JSON Feed",
                "Returns the newest alerts that match the filter, as JSON Feed 1.1. Needs no API key.")
            .WithResponseExample(AlertExamples.JsonFeed)
            .AnswersFile(JsonFeed.MediaType, "A page of the feed.")
            .Produces(StatusCodes.Status304NotModified);
        feeds
            .MapMethods(RelayPages.CapFeed, GetOrHead, CapIndex)
            .Describe(
                "getCapFeed", "Get alerts as CAP feed",
                "Returns an Atom feed that links to a CAP message for each of the newest alerts that match the filter. Needs no API key.")
            .AnswersFile(AtomFeed.MediaType, "An Atom feed whose entries link to the messages.")
            .Produces(StatusCodes.Status304NotModified);
        feeds.MapMethods($"{RelayPages.Alerts}/{{id}}{RelayPages.Cap}", GetOrHead, Cap)
            .Describe(
                "getCapMessage", "Get a CAP message",
                "Returns the alert as a message of the Common Alerting Protocol, version 1.2. Needs no API key.")
            .AnswersFile(CapMessage.MediaType, "The message.")
            .Produces(StatusCodes.Status304NotModified).WithProblems(ProblemKind.NotFound);
    }

    private static Task<Results<PageResult, ProblemHttpResult>> Atom(
        [AsParameters] FeedParameters parameters, HttpRequest request, FeedAnswers feeds, AtomFeed format, CancellationToken cancellationToken) =>
        feeds.Answer(parameters, request, new FeedFormat(RelayPages.AtomFeed, AtomFeed.MediaType, format.Write), cancellationToken);

    private static Task<Results<PageResult, ProblemHttpResult>> Json(
        [AsParameters] FeedParameters parameters, HttpRequest request, FeedAnswers feeds, JsonFeed format, CancellationToken cancellationToken) =>
        feeds.Answer(parameters, request, new FeedFormat(RelayPages.JsonFeed, JsonFeed.MediaType, format.Write), cancellationToken);

    private static Task<Results<PageResult, ProblemHttpResult>> CapIndex(
        [AsParameters] FeedParameters parameters, HttpRequest request, FeedAnswers feeds, AtomFeed format, CancellationToken cancellationToken) =>
        feeds.Answer(parameters, request, new FeedFormat(RelayPages.CapFeed, AtomFeed.MediaType, format.WriteIndex), cancellationToken);

    private static async Task<Results<PageResult, ProblemHttpResult>> Cap(
        string id, HttpContext http, IAlertStore alerts, FeedCache cache, CapMessage format, CancellationToken cancellationToken)
    {
        var body = await cache.Get(
            $"cap {id}",
            async () => await AlertPages.Find(id, alerts, cancellationToken) is { } alert
                ? format.Write(alert, await Earlier(alert, alerts, cancellationToken))
                : null,
            cancellationToken);
        return body is null
            ? AlertPages.NotFound(id, http)
            : PageResult.Of(body, CapMessage.MediaType) with { Fresh = AlertPages.AlertIsFresh };
    }

    // At most the twenty that a notice remembers.
    private static async Task<IReadOnlyList<Alert>> Earlier(Alert alert, IAlertStore alerts, CancellationToken cancellationToken)
    {
        var found = new List<Alert>();
        foreach (var id in alert.References)
            if (await alerts.Find(id, cancellationToken) is { } earlier)
                found.Add(earlier);
        return found;
    }
}
