using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>Sends again what a subscription missed: counts first, and sends when asked a second time.</summary>
internal static class RecoveryPages
{
    public const string Send = "send";

    public static void MapRecoveryPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{SubscriptionPages.Path}/{{id}}/recover", Ask);
        pages.MapPost($"{SubscriptionPages.Path}/{{id}}/recover", Recover);
        pages.MapPost($"{SubscriptionPages.Path}/{{id}}/dead-letters/retry", RetryDead);
    }

    public static ApiCall DeadCall(string id) => SubscriptionActionPages.Call(id, "dead-letters/retry");

    public static ApiCall Call(string id, FormValues form, bool dryRun)
    {
        var query = LinkQuery.Of(
            ("since", FormTimes.Read(form.Text("since"))), ("until", FormTimes.Read(form.Text("until"))), ("dryRun", dryRun ? "true" : null));
        return SubscriptionActionPages.Call(id, $"recover{query}");
    }

    /// <summary>Reads the subscription and a page of its audit entries.</summary>
    private static async Task<PageResult> Ask(string id, HttpContext http, RelayApi api) =>
        await (await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id))).Page(
            async found => PageResult.Of<RecoveryPage>(new RecoveryModel(
                found, FormValues.Of(("since", FormTimes.Write(await RecoveryStart.Of(found, http, api)))))),
            SubscriptionPages.Path);

    /// <summary>Reads at most 20 pages of the history and, of the ledger, the pages of the time since then.</summary>
    private static async Task<IResult> Recover(string id, HttpContext http, RelayApi api, CancellationToken cancellationToken)
    {
        var form = FormValues.Of(await http.Request.ReadFormAsync(cancellationToken));
        var found = await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id));
        if (found.Problem is { } gone)
            return (gone with { Back = SubscriptionPages.Path }).Page();

        var isSent = form.Has(SubscriptionFormPages.Action, Send);
        var call = Call(id, form, dryRun: !isSent);
        var answer = await api.Send<RecoveryResponse>(http, call);
        var model = new RecoveryModel(found.Value!, form);
        return answer.Problem is { } problem
                ? PageResult.Of<RecoveryPage>(model with { Form = form.WithErrors(problem.Errors), Problem = problem }) with { Status = problem.Status }
            : isSent ? http.Say(SubscriptionPages.Address(id), Sentence(answer.Value!, Texts.RecoveredNone), call)
            : PageResult.Of<RecoveryPage>(model with { Counted = answer.Value });
    }

    private static Task<IResult> RetryDead(string id, HttpContext http, RelayApi api) =>
        api.Do<RecoveryResponse>(http, DeadCall(id), SubscriptionPages.Address(id), answer => Sentence(answer!, Texts.RetriedNone));

    private static string Sentence(RecoveryResponse answer, string none) =>
        PageText.Format(answer.Count == 0 ? none : answer.Complete ? Texts.Recovered : Texts.RecoveredPart, answer.Count);
}

internal sealed record RecoveryModel(SubscriptionResponse Subscription, FormValues Form)
{
    public PageProblem? Problem { get; init; }

    /// <summary>What would be sent; null before that was asked.</summary>
    public RecoveryResponse? Counted { get; init; }
}
