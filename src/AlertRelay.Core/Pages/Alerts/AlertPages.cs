using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Countries;
using AlertRelay.Pages.Explanations;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Preferences;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Alerts;

/// <summary>Alerts for people without a key: chats link here. Channel health events are shown to people who are signed in.</summary>
internal static class AlertPages
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    // Alerts never change, but a later version of the relay may render them differently. Their pages name later alerts.
    public static readonly TimeSpan AlertIsFresh = TimeSpan.FromMinutes(5), ListIsFresh = TimeSpan.FromSeconds(30);

    private static readonly AlertPage None = new([], null);

    public static void MapAlertPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AddEndpointFilter(ProblemPages.ForBrowsers).AddEndpointFilter(OnlyIfEnabled)
            .WithMetadata(PageMetadata.Mark).ExcludeFromDescription();
        pages.MapMethods(RelayPages.Alerts, GetOrHead, List);
        pages.MapMethods($"{RelayPages.Alerts}/{{id}}", GetOrHead, Show);
        pages.MapMethods($"{RelayPages.Alerts}/{{id}}{RelayPages.Json}", GetOrHead, ShowJson);
        pages.MapCountryPages();
    }

    public static async ValueTask<object?> OnlyIfEnabled(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.RequestServices.GetRequiredService<IOptions<RelayOptions>>().Value.PublicPages || http.User.Identity?.IsAuthenticated == true
            ? await next(context)
            : ProblemKind.OfStatus(StatusCodes.Status404NotFound, http.Request);
    }

    /// <summary>
    /// One list of the store, whatever its size. A search for words reads at most as many texts as the store limits, and a page may be short; see
    /// <see cref="AlertQuery.Words"/>.
    /// </summary>
    private static async Task<Results<PageResult, ProblemHttpResult>> List(
        [AsParameters] AlertFilterParameters filter, [AsParameters] AlertPageParameters parameters, HttpRequest request, FilterReader filters,
        IAlertStore alerts, ChannelCatalog catalog, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = Read(filter, parameters, request, filters, errors);
        var page = errors.Any ? None : await Find(query, alerts, errors, cancellationToken);
        request.HttpContext.Response.Headers.Vary = "Accept";
        return errors.Any && !PageMetadata.IsForBrowser(request)
            ? errors.ToProblem()
            : PageResult.Of<AlertListPage>(new AlertListModel(
                request.Query, Channels(catalog), page, errors.ByField, TimeZoneCookie.Of(request))) with
            {
                Status = errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
                Fresh = errors.Any ? TimeSpan.Zero : ListIsFresh,
            };
    }

    private static AlertQuery Read(
        AlertFilterParameters filter, AlertPageParameters parameters, HttpRequest request, FilterReader filters, ValidationErrors errors)
    {
        var reader = QueryReader.Of<AlertFilterParameters, AlertPageParameters>(request.Query, errors);
        return filters.Query(filter, reader, errors) with
        {
            Since = reader.Time(AlertListModel.StartOf(parameters.Since, TimeZoneCookie.Of(request)), nameof(parameters.Since)),
            Until = reader.Time(AlertListModel.EndOf(parameters.Until, TimeZoneCookie.Of(request)), nameof(parameters.Until)),
            Cursor = reader.One(parameters.Cursor),
        };
    }

    private static async Task<AlertPage> Find(AlertQuery query, IAlertStore alerts, ValidationErrors errors, CancellationToken cancellationToken)
    {
        var found = await CursorErrors.Checked<AlertPage?>(query.Cursor, async () => await alerts.List(query, cancellationToken), _ => null);
        if (found is null)
            errors.Add("cursor", CursorErrors.NotOfThisList);

        return found is null ? None : found with { Alerts = [.. found.Alerts.Where(CardWriter.HasPage)] };
    }

    private static IReadOnlyList<Channel> Channels(ChannelCatalog catalog) =>
        [.. catalog.All.Where(channel => channel.Enabled).OrderBy(channel => channel.ShortName, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Reads the alert, and at most 41 others; see <see cref="AlertRevisions.Of"/>. For who is signed in three calls more: see <see cref="ExplanationPages"/>.
    /// They see events of the relay too, as far as the API shows them.
    /// </summary>
    private static async Task<Results<PageResult, ProblemHttpResult>> Show(
        string id, HttpContext http, IAlertStore alerts, ChannelCatalog catalog, RelayApi api, CancellationToken cancellationToken)
    {
        var isSignedIn = http.User.Identity?.IsAuthenticated == true;
        if ((isSignedIn ? (await api.Get<Alert>(http, AlertText.Path(id))).Value : await Find(id, alerts, cancellationToken)) is not { } alert)
            return NotFound(id, http);

        var model = AlertModel.Of(alert, await AlertRevisions.Of(alert, alerts, cancellationToken), catalog);
        if (isSignedIn)
            model = model with
            {
                Delivered = (await ExplanationPages.DeliveredTo(id, http, api)).Value,
                WhyNot = await ExplanationPages.WhyNot(id, http, api),
            };
        return PageResult.Of<OneAlertPage>(model) with { Fresh = ListIsFresh };
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> ShowJson(
        string id, HttpContext http, IAlertStore alerts, CancellationToken cancellationToken) =>
        await Find(id, alerts, cancellationToken) is { } alert
            ? PageResult.Of(JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Wire.Alert), "application/json; charset=utf-8") with { Fresh = AlertIsFresh }
            : NotFound(id, http);

    public static async Task<Alert?> Find(string id, IAlertStore alerts, CancellationToken cancellationToken) =>
        await alerts.Find(id, cancellationToken) is { } found && CardWriter.HasPage(found) ? found : null;

    public static Results<PageResult, ProblemHttpResult> NotFound(string id, HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        return PageMetadata.IsForBrowser(http.Request)
            ? new PageProblem(StatusCodes.Status404NotFound, Texts.NoSuchAlert, Texts.NoSuchAlertDetail, PageProblem.NoErrors, RelayPages.Alerts).Page()
            : ProblemKind.NotFound.WithDetail($"There is no alert '{(id.Length <= 100 ? id : id[..100] + "…")}' among the public ones.");
    }
}

/// <summary>What the page of one alert shows.</summary>
/// <param name="Changes">Null where the earlier text is not known, or too long to compare.</param>
internal sealed record AlertModel(
    Alert Alert, Card Card, Uri? Official, IReadOnlyList<Alert> Earlier, IReadOnlyList<Alert> Later, IReadOnlyList<ChangedSentences>? Changes)
{
    /// <summary>False for an event of the relay, which has no public files and no evidence.</summary>
    public bool IsPublic => CardWriter.HasPage(Alert);

    /// <summary>Null for visitors.</summary>
    public DeliveredToModel? Delivered { get; init; }

    /// <summary>Null for visitors.</summary>
    public WhyNotModel? WhyNot { get; init; }

    public static AlertModel Of(Alert alert, AlertRevisions revisions, ChannelCatalog catalog)
    {
        var card = AlertText.Cards.Write(alert);
        var before = revisions.Earlier.FirstOrDefault(earlier => earlier.Id == alert.References[^1]);
        return new AlertModel(
            alert, card, AlertText.OfficialPage(catalog, alert, card),
            [.. revisions.Earlier.Where(IsOfKind)], [.. revisions.Later.Where(IsOfKind)],
            before is null || alert.Cluster is not null ? null : SentenceDiff.Between(before.Text, alert.Text));

        bool IsOfKind(Alert other) => CardWriter.HasPage(other) == CardWriter.HasPage(alert);
    }
}
