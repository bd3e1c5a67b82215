using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Explanations;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Silences;

/// <summary>Which subscriptions are silenced or have quiet hours, and setting and ending them.</summary>
internal static class SilencePages
{
    public const string Path = "/silences";

    private const string One = $"{Path}/{{id}}";

    // What a page of the list is asked for.
    private static readonly string[] Kept = ["tenant", "cursor"];

    public static void MapSilencePages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapSignedIn();
        pages.MapGet(Path, List);
        pages.MapGet(One, Show);
        pages.MapPost($"{One}/add", Add);
        pages.MapPost($"{One}/end", End);
        pages.MapPost($"{One}/quiet-hours", SetQuietHours);
        pages.MapPost($"{One}/quiet-hours/remove", RemoveQuietHours);
    }

    public static string Address(string subscriptionId) => $"{Path}/{Uri.EscapeDataString(subscriptionId)}";

    // Two calls: a page of the list of quiet subscriptions, and a page of names.
    private static async Task<IResult> List(HttpContext http, RelayApi api)
    {
        var query = http.Request.Query;
        if (query["subscription"].ToString().Trim() is { Length: > 0 } chosen)
            return new SeeOther(Address(chosen));

        var wanted = Kept.Where(name => query[name].ToString().Length > 0)
            .Select(name => $"{name}={Uri.EscapeDataString(query[name].ToString())}");
        var answer = await api.Get<QuietList>(http, $"{Path}?{string.Join('&', wanted)}".TrimEnd('?'));
        return await answer.Page(
            async list => PageResult.Of<SilencesPage>(new SilencesModel(list, query["tenant"].ToString(), await SubscriptionNames.Read(http, api))), Path);
    }

    // One call, which searches the history of 30 days once: at most twenty pages for each kind of event.
    private static Task<PageResult> Show(string id, HttpContext http, RelayApi api) =>
        Page(id, SilenceForm.Empty, hours: null, problem: null, http, api);

    private static async Task<PageResult> Page(
        string id, SilenceForm form, QuietHoursForm? hours, PageProblem? problem, HttpContext http, RelayApi api)
    {
        var answer = await api.Get<QuietResponse>(http, Address(id));
        return answer.Page(
            quiet => PageResult.Of<SubscriptionSilencesPage>(
                new SubscriptionSilencesModel(quiet, form, hours ?? QuietHoursForm.Of(quiet.QuietHours), problem)) with
            { Status = problem?.Status ?? 200 },
            Path);
    }

    // Three calls at most: the subscription, the change, and the page again if it was refused.
    private static async Task<IResult> Add(string id, HttpContext http, RelayApi api)
    {
        var fields = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = SilenceForm.Read(fields);
        var current = await api.Get<SubscriptionResponse>(http, SubscriptionAddress(id));
        return current.Value is { } subscription
            ? await Change(id, SilencePatch.With(subscription, form, VersionOf(fields), Now(http)), Texts.SilenceAdded, form, null, http, api)
            : (current.Problem! with { Back = Path }).Page();
    }

    private static async Task<IResult> End(string id, HttpContext http, RelayApi api)
    {
        var fields = await http.Request.ReadFormAsync(http.RequestAborted);
        var current = await api.Get<SubscriptionResponse>(http, SubscriptionAddress(id));
        return current.Value is { } subscription
            ? await Change(
                id, SilencePatch.Without(subscription, fields["index"].ToString(), VersionOf(fields), Now(http)), Texts.SilenceEnded, SilenceForm.Empty, null,
                http, api)
            : (current.Problem! with { Back = Path }).Page();
    }

    private static async Task<IResult> SetQuietHours(string id, HttpContext http, RelayApi api)
    {
        var fields = await http.Request.ReadFormAsync(http.RequestAborted);
        var hours = QuietHoursForm.Read(fields);
        return await Change(id, SilencePatch.QuietHours(id, VersionOf(fields), hours), Texts.QuietHoursSet, SilenceForm.Empty, hours, http, api);
    }

    private static async Task<IResult> RemoveQuietHours(string id, HttpContext http, RelayApi api)
    {
        var fields = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Change(id, SilencePatch.QuietHours(id, VersionOf(fields), null), Texts.QuietHoursRemoved, SilenceForm.Empty, null, http, api);
    }

    // What is refused shows the page again, with what was written.
    private static async Task<IResult> Change(
        string id, ApiCall call, string text, SilenceForm form, QuietHoursForm? hours, HttpContext http, RelayApi api)
    {
        var answer = await api.Send<SubscriptionResponse>(http, call);
        if (answer.Problem is { } problem)
            return await Page(id, form, hours, problem, http, api);

        return http.Say(Address(id), text, call);
    }

    private static string SubscriptionAddress(string id) => Subscriptions.SubscriptionPages.Address(id);

    private static string VersionOf(IFormCollection form) => form["version"].ToString();

    private static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}

internal sealed record SilencesModel(QuietList List, string Tenant, IReadOnlyList<KeyValuePair<string, string>> Names);

/// <param name="Problem">Of the change that was refused; null for none.</param>
internal sealed record SubscriptionSilencesModel(QuietResponse Quiet, SilenceForm Form, QuietHoursForm Hours, PageProblem? Problem);
