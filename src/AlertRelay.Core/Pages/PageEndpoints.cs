using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages;

/// <summary>Alerts for people without a key: chats link here. Channel health events are the operator's business, and are not shown.</summary>
internal static class PageEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    // Alerts never change, but a later version of the relay may render them differently.
    public static readonly TimeSpan AlertIsFresh = TimeSpan.FromMinutes(5), ListIsFresh = TimeSpan.FromSeconds(30);

    public static void MapAlertPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AddEndpointFilter(OnlyIfEnabled).WithMetadata(PageMetadata.Mark).ExcludeFromDescription();
        pages.MapMethods(RelayPages.Alerts, GetOrHead, List);
        pages.MapMethods($"{RelayPages.Alerts}/{{id}}", GetOrHead, Show);
        pages.MapMethods($"{RelayPages.Alerts}/{{id}}{RelayPages.Json}", GetOrHead, ShowJson);
        pages.MapCountryPages();
    }

    /// <summary>Where the relay is below its host.</summary>
    internal static string Root(this RelayOptions relay) => relay.Base?.AbsolutePath.TrimEnd('/') ?? "";

    public static async ValueTask<object?> OnlyIfEnabled(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.RequestServices.GetRequiredService<IOptions<RelayOptions>>().Value.PublicPages || http.User.Identity?.IsAuthenticated == true
            ? await next(context)
            : ProblemKind.OfStatus(StatusCodes.Status404NotFound, http.Request);
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> List(
        [AsParameters] AlertPageParameters asked, HttpRequest request, IAlertStore alerts, IOptions<RelayOptions> relay, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var cursor = QueryReader.Of<AlertPageParameters>(request.Query, errors).One(asked.Cursor);
        if (errors.Any)
            return errors.ToProblem();

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
            ? PageResult.Of(JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Wire.Alert), "application/json; charset=utf-8") with { Fresh = AlertIsFresh }
            : NotFound(id, http, relay.Value);

    public static async Task<Alert?> Find(string id, IAlertStore alerts, CancellationToken cancellationToken) =>
        await alerts.Find(id, cancellationToken) is { } found && CardWriter.HasPage(found) ? found : null;

    public static Results<PageResult, ProblemHttpResult> NotFound(string id, HttpContext http, RelayOptions relay)
    {
        http.Response.Headers.Vary = "Accept";
        return PageMetadata.IsForBrowser(http.Request)
            ? PageResult.Of(new Page("No such alert", Markup.Of($"""
                <h1>There is no such alert here</h1>
                <p>The address may have been copied only in part, or the alert is older than what this relay keeps.</p>
                """)) { Root = relay.Root() }) with { Status = StatusCodes.Status404NotFound }
            : ProblemKind.NotFound.WithDetail($"There is no alert '{(id.Length <= 100 ? id : id[..100] + "…")}' among the public ones.");
    }
}
