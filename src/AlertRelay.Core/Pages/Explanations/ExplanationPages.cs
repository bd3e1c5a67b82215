using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Alerts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Explanations;

/// <summary>Who got an alert, and why somebody did not.</summary>
internal static class ExplanationPages
{
    private const string Subscription = "subscription", Cursor = "cursor";

    public static void MapExplanationPages(this IEndpointRouteBuilder app) => app.MapSignedIn().MapGet($"{RelayPages.Alerts}/{{id}}/deliveries", Show);

    public static string Address(string alertId) => $"{AlertText.Path(alertId)}/deliveries";

    // Four calls: the alert; a page of its deliveries, with a read for each of at most fifty names; a page of subscriptions; the explanation.
    private static async Task<PageResult> Show(string id, HttpContext http, RelayApi api)
    {
        var alert = await api.Get<Alert>(http, AlertText.Path(id));
        return await alert.Page(
            async found =>
            {
                var deliveries = await DeliveredTo(id, http, api);
                var whyNot = await WhyNot(id, http, api);
                return deliveries.Page(delivered => PageResult.Of<AlertDeliveriesPage>(new AlertDeliveriesModel(found, delivered, whyNot)), Address(id));
            },
            RelayPages.Alerts);
    }

    /// <summary>For a page that shows <see cref="Explanations.DeliveredTo"/>. One call; its query may hold the cursor.</summary>
    public static async Task<ApiAnswer<DeliveredToModel>> DeliveredTo(string alertId, HttpContext http, RelayApi api)
    {
        var answer = await api.Get<DeliveryList>(http, Address(alertId) + LinkQuery.Of(http.Request, Cursor));
        return new(answer.Call, answer.Status, answer.Value is { } list ? Of(alertId, list) : null, answer.Problem);
    }

    /// <summary>For a page that shows <see cref="Explanations.WhyNot"/>. Two calls; its query may name the subscription.</summary>
    public static async Task<WhyNotModel> WhyNot(string alertId, HttpContext http, RelayApi api)
    {
        var names = await SubscriptionNames.Read(http, api);
        var chosen = http.Request.Query[Subscription].ToString().Trim();
        if (chosen.Length == 0)
            return new WhyNotModel(names, "", null, null, null);

        var answer = await api.Get<ExplanationResponse>(
            http, $"{AlertText.Path(alertId)}/explanation{LinkQuery.Of((Subscription, chosen))}");
        return new WhyNotModel(
            names, chosen, answer.Problem?.Errors.GetValueOrDefault(Subscription) is { } errors ? string.Join(" ", errors) : answer.Problem?.Detail,
            answer.Value is { } found ? WhyNotAnswer.Of(found) : null, answer.Call);
    }

    private static DeliveredToModel Of(string alertId, DeliveryList list) => new(
        [.. list.Deliveries.Select(DeliveredRow.Of)], list.Cursor is { } next ? Address(alertId) + LinkQuery.Of((Cursor, next)) : null);
}

internal sealed record AlertDeliveriesModel(Alert Alert, DeliveredToModel Delivered, WhyNotModel WhyNot);

/// <summary>Names to choose a subscription by.</summary>
internal static class SubscriptionNames
{
    /// <summary>One call: the first page of the list. Others are named by their id.</summary>
    /// <returns>By id.</returns>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> Read(HttpContext http, RelayApi api)
    {
        var list = await api.Get<SubscriptionList>(http, "/subscriptions");
        return [.. list.Value?.Subscriptions.Select(each => KeyValuePair.Create(each.Id, each.Name)) ?? []];
    }
}
