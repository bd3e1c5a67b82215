using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>The buttons of a subscription's page. Each is one request to the API.</summary>
internal static class SubscriptionActionPages
{
    public static void MapSubscriptionActions(this IEndpointRouteBuilder pages)
    {
        const string One = $"{SubscriptionPages.Path}/{{id}}";
        pages.MapPost($"{One}/pause", Pause);
        pages.MapPost($"{One}/resume", Resume);
        pages.MapPost($"{One}/verify", Verify);
        pages.MapPost($"{One}/mark-verified", MarkAsVerified);
        pages.MapPost($"{One}/test", Test);
        pages.MapPost($"{One}/rotate-secret", Rotate);
        pages.MapGet($"{One}/delete", AskToDelete);
        pages.MapPost($"{One}/delete", Delete);
    }

    public static ApiCall Call(string id, string verb) => ApiCall.Post($"{SubscriptionPages.Address(id)}/{verb}");

    public static ApiCall MarkCall(string id) => ApiCall.Post($"{SubscriptionPages.Address(id)}/verify", new JsonObject { ["verified"] = true });

    /// <summary>Only from the version that the page shows, so that pressing twice rotates once.</summary>
    /// <param name="version">As the form sent it.</param>
    public static ApiCall RotateCall(string id, string version) =>
        Call(id, "rotate-secret") with { Headers = [new("If-Match", EntityTag.Of(version))] };

    private static Task<IResult> Pause(string id, HttpContext http, RelayApi api) =>
        api.Do<SubscriptionResponse>(http, Call(id, "pause"), SubscriptionPages.Address(id), _ => Texts.SubscriptionPaused);

    private static Task<IResult> Resume(string id, HttpContext http, RelayApi api) => api.Do<SubscriptionResponse>(
        http, Call(id, "resume"), SubscriptionPages.Address(id),
        resumed => resumed?.Status == SubscriptionStatus.Active ? Texts.SubscriptionResumed : Texts.SubscriptionResumedUnverified);

    private static async Task<IResult> Verify(string id, HttpContext http, RelayApi api)
    {
        var call = Call(id, "verify");
        var answer = await api.Send<SubscriptionResponse>(http, call);
        if (answer.Problem is { } problem)
            return (problem with { Back = SubscriptionPages.Address(id) }).Page();

        return answer.Value is { Verification: { At: null }, StatusReason: var reason }
            ? http.Say(SubscriptionPages.Address(id), PageText.Format(Texts.TargetAsked, reason ?? ""), call, isError: true)
            : http.Say(SubscriptionPages.Address(id), Texts.TargetVerified, call);
    }

    private static Task<IResult> MarkAsVerified(string id, HttpContext http, RelayApi api) =>
        api.Do<SubscriptionResponse>(http, MarkCall(id), SubscriptionPages.Address(id), _ => Texts.TargetMarkedAsVerified);

    // Pressing twice sends one.
    private static async Task<IResult> Test(string id, HttpContext http, RelayApi api, CancellationToken cancellationToken)
    {
        var form = FormValues.Of(await http.Request.ReadFormAsync(cancellationToken));
        var call = Call(id, "test");
        var answer = await api.Send<TestResponse>(http, call with { Headers = ConsoleForms.Once(form.Text(ConsoleForms.IdField)) });
        if (answer.Problem is { } problem)
            return (problem with { Back = SubscriptionPages.Address(id) }).Page();

        var sent = answer.Value!;
        var steps = Timings.Of(sent.Timings);
        var text = PageText.Format(steps.Length > 0 ? Texts.TestTookSteps : Texts.TestTook, sent.Message, Timings.Written(sent.TookMilliseconds), steps);
        return http.Say(SubscriptionPages.Address(id), text, call, isError: !sent.Delivered);
    }

    private static async Task<IResult> Rotate(string id, HttpContext http, RelayApi api, CancellationToken cancellationToken)
    {
        var form = FormValues.Of(await http.Request.ReadFormAsync(cancellationToken));
        var call = RotateCall(id, form.Text(SubscriptionFormPages.VersionField));
        var answer = await api.Send<RotatedSecretResponse>(http, call);
        return answer.Problem switch
        {
            null => http.Say(
                SubscriptionPages.Address(id), PageText.Format(Texts.SecretRotated, http.Written(answer.Value!.PreviousSecretsUntil)), call,
                answer.Value.Secret),
            { } problem when problem.Is(ProblemKind.VersionMismatch) =>
                (problem with { Detail = Texts.SecretNotRotated, Back = SubscriptionPages.Address(id) }).Page(),
            { } problem => (problem with { Back = SubscriptionPages.Address(id) }).Page(),
        };
    }

    /// <summary>Reads the subscription.</summary>
    private static async Task<PageResult> AskToDelete(string id, HttpContext http, RelayApi api) =>
        (await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id))).Page(
            found => PageResult.Of<DeleteSubscriptionPage>(found), SubscriptionPages.Path);

    private static async Task<IResult> Delete(string id, HttpContext http, RelayApi api)
    {
        var call = ApiCall.Delete(SubscriptionPages.Address(id));
        var answer = await api.Send<SubscriptionResponse>(http, call);
        return answer.Problem is { } problem
            ? (problem with { Back = SubscriptionPages.Path }).Page()
            : http.Say(SubscriptionPages.Path, PageText.Format(Texts.SubscriptionDeleted, id), call);
    }
}

internal static class Timings
{
    /// <summary>"name 3 ms, connection 12 ms"; empty where nothing was measured.</summary>
    public static string Of(TimingsResponse? timings)
    {
        (string Text, double? Milliseconds)[] steps =
        [
            (Texts.TimingDns, timings?.Dns), (Texts.TimingConnect, timings?.Connect), (Texts.TimingTls, timings?.Tls),
            (Texts.TimingFirstByte, timings?.FirstByte),
        ];
        return string.Join(", ", steps.Where(step => step.Milliseconds is not null)
            .Select(step => PageText.Format(Texts.TimingStep, step.Text, Written(step.Milliseconds))));
    }

    /// <summary>"12.4 ms"; empty where nothing was measured.</summary>
    public static string Written(double? milliseconds) => milliseconds is null ? "" : PageText.Format(Texts.Milliseconds, milliseconds);
}
