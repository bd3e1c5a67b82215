using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>Subscriptions: the list, and one of them.</summary>
internal static class SubscriptionPages
{
    public const string Path = "/subscriptions";

    private const int LatestDeliveries = 5;

    public static void MapSubscriptionPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapSignedIn();
        pages.MapGet(Path, List);
        pages.MapGet($"{Path}/{{id}}", Show);
        pages.MapSubscriptionForms();
        pages.MapSubscriptionActions();
        pages.MapRecoveryPages();
        pages.MapPreviewPages();
        pages.MapDeliveryPages();
    }

    public static string Address(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    public static string NameOf(SubscriptionResponse subscription) => subscription.Name.Length > 0 ? subscription.Name : subscription.Id;

    /// <summary>The class by which a state has its colour.</summary>
    public static string ClassOf(SubscriptionResponse subscription) => subscription.Status switch
    {
        SubscriptionStatus.Active => subscription.FailingSince is null ? "good" : "warn",
        SubscriptionStatus.Disabled => "bad",
        _ => "warn",
    };

    /// <summary>Reads a page of 50.</summary>
    private static async Task<PageResult> List(HttpContext http, RelayApi api)
    {
        var query = LinkQuery.Of(http.Request, "status", "tenant", "cursor");
        var asked = http.Request.Query;
        return (await api.Get<SubscriptionList>(http, $"/subscriptions{query}")).Page(
            list => PageResult.Of<SubscriptionsPage>(new SubscriptionsModel(list, asked["status"].ToString(), asked["tenant"].ToString())), Path);
    }

    /// <summary>Reads the subscription, its last number, and of its latest five deliveries the alerts.</summary>
    private static async Task<PageResult> Show(string id, HttpContext http, RelayApi api) =>
        await (await api.Get<SubscriptionResponse>(http, Address(id))).Page(
            async found => (await api.Get<DeliveryList>(http, $"{Address(id)}/deliveries?limit={LatestDeliveries}")).Page(
                latest => PageResult.Of<SubscriptionPage>(new SubscriptionModel(found, latest.Deliveries)), Path),
            Path);
}

internal sealed record SubscriptionsModel(SubscriptionList List, string Status, string Tenant);

internal sealed record SubscriptionModel(SubscriptionResponse Subscription, IReadOnlyList<DeliveryResponse> Latest);
