using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries;
using AlertRelay.Pages.Alerts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>What was sent to a subscription, what was not delivered to any, and one delivery with its attempts.</summary>
internal static class DeliveryPages
{
    public const string Path = "/deliveries";

    private const int PageSize = 25;

    public static void MapDeliveryPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{SubscriptionPages.Path}/{{id}}/deliveries", OfSubscription);
        pages.MapGet(Path, Undelivered);
        pages.MapGet($"{Path}/{{id}}", Show);
        pages.MapPost($"{Path}/{{id}}/retry", Retry);
    }

    public static string Address(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    public static ApiCall RetryCall(string id) => ApiCall.Post($"{Address(id)}/retry");

    /// <summary>The headline, or what else is known of the alert.</summary>
    public static string TitleOf(DeliveryResponse delivery) =>
        delivery.Headline ?? (delivery.AlertId.StartsWith(TestAlert.Prefix, StringComparison.Ordinal) ? Texts.TestMessage : delivery.AlertId);

    /// <summary>The class by which a state has its colour.</summary>
    public static string ClassOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Delivered => "good",
        DeliveryStatus.Dead => "bad",
        DeliveryStatus.Pending => "warn",
        _ => "",
    };

    /// <summary>Reads the subscription twice, a page of 25, and their alerts.</summary>
    private static async Task<PageResult> OfSubscription(string id, HttpContext http, RelayApi api)
    {
        var path = $"{SubscriptionPages.Address(id)}/deliveries";
        return await (await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id))).Page(
            async found => (await api.Get<DeliveryList>(http, path + Query(http.Request, "status", "cursor"))).Page(
                list => PageResult.Of<DeliveriesPage>(Model(http.Request, path, list) with { Subscription = found }), path),
            SubscriptionPages.Path);
    }

    /// <summary>Reads a page of 25, their subscriptions and their alerts.</summary>
    private static async Task<PageResult> Undelivered(HttpContext http, RelayApi api) =>
        (await api.Get<DeliveryList>(http, Path + Query(http.Request, "status", "tenant", "cursor"))).Page(
            list => PageResult.Of<DeliveriesPage>(Model(http.Request, Path, list)), Path);

    /// <summary>Reads the delivery with its attempts, its subscription and its alert.</summary>
    private static async Task<PageResult> Show(string id, HttpContext http, RelayApi api) =>
        await (await api.Get<DeliveryResponse>(http, Address(id))).Page(
            async found =>
            {
                var subscription = await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(found.SubscriptionId));
                var alert = await api.Get<AlertRelay.Alerts.Alert>(http, AlertText.Path(found.AlertId));
                return PageResult.Of<DeliveryPage>(new DeliveryModel(found, subscription.Value, alert.Value?.Headline));
            },
            SubscriptionPages.Path);

    private static Task<IResult> Retry(string id, HttpContext http, RelayApi api) =>
        api.Do<DeliveryResponse>(http, RetryCall(id), Address(id), _ => Texts.DeliveryRetried);

    private static DeliveriesModel Model(HttpRequest request, string path, DeliveryList list) =>
        new(path, list, request.Query["status"].ToString(), request.Query["tenant"].ToString());

    private static string Query(HttpRequest request, params string[] names) =>
        LinkQuery.Of([.. names.Select(name => (name, (string?)request.Query[name].ToString().Trim())), ("limit", $"{PageSize}")]);
}

/// <summary>Without a subscription: of all that the caller may see, what was not delivered.</summary>
/// <param name="Path">Of the list, without its query.</param>
internal sealed record DeliveriesModel(string Path, DeliveryList List, string Status, string Tenant)
{
    public SubscriptionResponse? Subscription { get; init; }
}

/// <param name="Subscription">Null after it was deleted.</param>
/// <param name="Headline">Null after the alert has left the history, and of tests.</param>
internal sealed record DeliveryModel(DeliveryResponse Delivery, SubscriptionResponse? Subscription, string? Headline);
