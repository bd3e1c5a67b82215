using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages;

/// <summary>
/// Alerts for people without a key: they are public notices, and a chat's button leads here. What befell the channels themselves is the
/// operator's business, and is not shown.
/// </summary>
internal static class PageEndpoints
{
    private static readonly string[] Look = [HttpMethods.Get, HttpMethods.Head];

    // An alert never changes; a later version of the relay may show it in other words.
    public static readonly TimeSpan AlertIsFresh = TimeSpan.FromMinutes(5), ListIsFresh = TimeSpan.FromSeconds(30);

    public static void MapAlertPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AddEndpointFilter(OnlyIfWanted).WithMetadata(PublicPageMetadata.Mark).ExcludeFromDescription();
        pages.MapMethods(RelayPages.Alerts, Look, List);
        pages.MapMethods($"{RelayPages.Alerts}/{{id}}", Look, Show);
        pages.MapMethods($"{RelayPages.Alerts}/{{id}}{RelayPages.Json}", Look, ShowJson);
    }

    /// <summary>Where the relay is below its host.</summary>
    internal static string Root(this RelayOptions relay) => relay.Base?.AbsolutePath.TrimEnd('/') ?? "";

    public static async ValueTask<object?> OnlyIfWanted(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.RequestServices.GetRequiredService<IOptions<RelayOptions>>().Value.PublicPages
            ? await next(context)
            : ProblemKind.OfStatus(StatusCodes.Status404NotFound, http.Request);
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> List(
        [AsParameters] AlertPageParameters asked, HttpRequest request, IAlertStore alerts, IOptions<RelayOptions> relay, CancellationToken cancellationToken)
    {
        var mistakes = new ValidationErrors();
        var cursor = QueryReader.Of<AlertPageParameters>(request.Query, mistakes).One(asked.Cursor);
        if (mistakes.Any)
            return mistakes.ToProblem();

        return await CursorErrors.Checked<Results<PageResult, ProblemHttpResult>>(
            cursor,
            async () => PageResult.Of(AlertsView.Write(await alerts.List(new AlertQuery { Cursor = cursor }, cancellationToken), relay.Value.Root())) with
            {
                Fresh = ListIsFresh,
            },
            refused => refused);
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> Show(
        string id, HttpContext http, IAlertStore alerts, ChannelCatalog catalog, IOptions<RelayOptions> relay, CancellationToken cancellationToken) =>
        await Find(id, alerts, cancellationToken) is { } alert
            ? PageResult.Of(new AlertView(catalog, relay.Value.Root()).Write(alert)) with { Fresh = AlertIsFresh }
            : NotFound(id, http, relay.Value);

    private static async Task<Results<PageResult, ProblemHttpResult>> ShowJson(
        string id, HttpContext http, IAlertStore alerts, IOptions<RelayOptions> relay, CancellationToken cancellationToken) =>
        await Find(id, alerts, cancellationToken) is { } alert
            ? new PageResult(JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Wire.Alert), "application/json; charset=utf-8") { Fresh = AlertIsFresh }
            : NotFound(id, http, relay.Value);

    public static async Task<Alert?> Find(string id, IAlertStore alerts, CancellationToken cancellationToken) =>
        await alerts.Find(id, cancellationToken) is { } found && CardWriter.HasPage(found) ? found : null;

    public static Results<PageResult, ProblemHttpResult> NotFound(string id, HttpContext http, RelayOptions relay)
    {
        http.Response.Headers.Vary = "Accept";
        return PublicPageMetadata.IsForBrowser(http.Request)
            ? PageResult.Of(new Page("No such alert", Markup.Of($"""
                <h1>There is no such alert here</h1>
                <p>The address may have been copied only in part, or the alert is older than what this relay keeps.</p>
                """)) { Root = relay.Root(), LinksToAlerts = true }) with { Status = StatusCodes.Status404NotFound }
            : ProblemKind.NotFound.WithDetail($"There is no alert '{(id.Length <= 100 ? id : id[..100] + "…")}' among the public ones.");
    }
}
