using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Explanations;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;
using AlertRelay.Pages.Subscriptions;

namespace AlertRelay.Pages.Silences;

/// <summary>Which subscriptions are silenced or have quiet hours, and setting and ending them.</summary>
internal static class SilencePages
{
    public const string Path = "/silences";

    private const string One = $"{Path}/{{id}}";

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

        var answer = await api.Get<QuietList>(http, Path + LinkQuery.Of(http.Request, "tenant", "cursor"));
        return await answer.Page(
            async list => PageResult.Of<SilencesPage>(new SilencesModel(list, query["tenant"].ToString(), await SubscriptionNames.Read(http, api))), Path);
    }

    // One call, which searches the history of 30 days once: at most twenty pages for each kind of event.
    private static Task<PageResult> Show(string id, HttpContext http, RelayApi api) => Page(id, Written.None, problem: null, http, api);

    private static async Task<PageResult> Page(string id, Written written, PageProblem? problem, HttpContext http, RelayApi api)
    {
        var errors = problem is null ? PageProblem.NoErrors : SilenceForm.ErrorsOf(problem);
        return (await api.Get<QuietResponse>(http, Address(id))).Page(
            quiet => PageResult.Of<SubscriptionSilencesPage>(new SubscriptionSilencesModel(
                quiet, (written.Silence ?? FormValues.Of(Array.Empty<(string, string)>())).WithErrors(errors),
                (written.Hours ?? QuietHoursForm.Of(quiet.QuietHours)).WithErrors(errors), problem)) with
            { Status = problem?.Status ?? 200 },
            Path);
    }

    // Three calls at most: the subscription, the change, and the page again if it was refused.
    private static async Task<IResult> Add(string id, HttpContext http, RelayApi api)
    {
        var form = await FormOf(http);
        if (!SilenceForm.IsClear(form))
            return await Page(id, new Written(form, null), Unclear, http, api);

        var current = await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id));
        return current.Value is { } subscription
            ? await Change(id, SilencePatch.With(subscription, form, VersionOf(form), Now(http)), Texts.SilenceAdded, new Written(form, null), http, api)
            : (current.Problem! with { Back = Path }).Page();
    }

    private static async Task<IResult> End(string id, HttpContext http, RelayApi api)
    {
        var form = await FormOf(http);
        var current = await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id));
        return current.Value is { } subscription
            ? await Change(
                id, SilencePatch.Without(subscription, form.Text("index"), VersionOf(form), Now(http)), Texts.SilenceEnded, Written.None, http, api)
            : (current.Problem! with { Back = Path }).Page();
    }

    private static async Task<IResult> SetQuietHours(string id, HttpContext http, RelayApi api)
    {
        var form = await FormOf(http);
        return await Change(id, SilencePatch.QuietHours(id, VersionOf(form), form), Texts.QuietHoursSet, new Written(null, form), http, api);
    }

    private static async Task<IResult> RemoveQuietHours(string id, HttpContext http, RelayApi api) => await Change(
        id, SilencePatch.QuietHours(id, VersionOf(await FormOf(http)), null), Texts.QuietHoursRemoved, Written.None, http, api);

    // What is refused shows the page again, with what was written.
    private static async Task<IResult> Change(string id, ApiCall call, string text, Written written, HttpContext http, RelayApi api) =>
        (await api.Send<SubscriptionResponse>(http, call)).Problem is { } problem
            ? await Page(id, written, problem, http, api)
            : http.Say(Address(id), text, call);

    private static PageProblem Unclear => new(
        StatusCodes.Status400BadRequest, Texts.SilenceUnclear, "",
        new Dictionary<string, string[]> { [SilenceForm.All] = [PageText.Format(Texts.SilenceUnclearDetail, Texts.SilenceOfAll)] });

    private static async Task<FormValues> FormOf(HttpContext http) => FormValues.Of(await http.Request.ReadFormAsync(http.RequestAborted));

    private static string VersionOf(FormValues form) => form.Text(SubscriptionFormPages.VersionField);

    private static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>What was written and refused; null for a form that was not submitted.</summary>
    private sealed record Written(FormValues? Silence, FormValues? Hours)
    {
        public static readonly Written None = new(null, null);
    }
}

internal sealed record SilencesModel(QuietList List, string Tenant, IReadOnlyList<KeyValuePair<string, string>> Names);

/// <param name="Problem">Of the change that was refused; null for none.</param>
internal sealed record SubscriptionSilencesModel(QuietResponse Quiet, FormValues Silence, FormValues Hours, PageProblem? Problem);
