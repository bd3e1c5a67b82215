using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>Subscriptions: the list, one of them, and what can be done with it.</summary>
internal static class SubscriptionPages
{
    public const string Path = "/subscriptions";

    public static void MapSubscriptionPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapSignedIn();
        pages.MapGet(Path, List);
        pages.MapGet($"{Path}/{{id}}", Show);
        pages.MapPost($"{Path}/{{id}}/pause", Pause);
        pages.MapPost($"{Path}/{{id}}/resume", Resume);
    }

    public static string Address(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    private static async Task<PageResult> List(HttpContext http, RelayApi api) =>
        (await api.Get<SubscriptionList>(http, $"/subscriptions{http.Request.QueryString}")).Page(list => PageResult.Of<SubscriptionsPage>(list));

    private static async Task<PageResult> Show(string id, HttpContext http, RelayApi api) =>
        (await api.Get<SubscriptionResponse>(http, Address(id))).Page(found => PageResult.Of<SubscriptionPage>(found), Path);

    private static Task<IResult> Pause(string id, HttpContext http, RelayApi api) =>
        api.Do<SubscriptionResponse>(http, ApiCall.Post($"{Address(id)}/pause"), Address(id), _ => Texts.SubscriptionPaused);

    private static Task<IResult> Resume(string id, HttpContext http, RelayApi api) =>
        api.Do<SubscriptionResponse>(http, ApiCall.Post($"{Address(id)}/resume"), Address(id), _ => Texts.SubscriptionResumed);
}
