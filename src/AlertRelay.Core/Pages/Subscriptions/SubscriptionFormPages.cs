using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>The form that makes a subscription and changes it, and shows what its filter would have matched.</summary>
internal static class SubscriptionFormPages
{
    public const string NewPath = $"{SubscriptionPages.Path}/new";

    /// <summary>Made with the form, so that sending it twice makes one subscription.</summary>
    public const string OnceField = "once";

    /// <summary>The version that the form was made from.</summary>
    public const string VersionField = "version";

    public const string Action = "do", ShowMatches = "match";

    private const int DaysBack = 31;

    public static void MapSubscriptionForms(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(NewPath, New);
        pages.MapPost(NewPath, Create);
        pages.MapGet($"{SubscriptionPages.Path}/{{id}}/edit", Edit);
        pages.MapPost($"{SubscriptionPages.Path}/{{id}}/edit", Change);
    }

    /// <summary>Reads nothing.</summary>
    private static PageResult New(HttpContext http) => Page(
        http, new SubscriptionFormModel(FormValues.Of((OnceField, NewKey()), ("filter.kinds", EnumNames<EventKind>.Of(EventKind.Alert)))));

    /// <summary>To show what matches, at most 20 pages of the history.</summary>
    private static async Task<IResult> Create(HttpContext http, RelayApi api, CancellationToken cancellationToken)
    {
        var form = FormValues.Of(await http.Request.ReadFormAsync(cancellationToken));
        if (form.Has(Action, ShowMatches))
            return await Matches(http, api, new SubscriptionFormModel(form));

        var call = ApiCall.Post("/subscriptions", SubscriptionBody.New(form)) with { Headers = [new("Idempotency-Key", form.Text(OnceField))] };
        var answer = await api.Send<SubscriptionResponse>(http, call);
        if (answer.Problem is { } problem)
        {
            // The form made another subscription before; with a key of its own this one is a new one.
            return problem.Is(ProblemKind.IdempotencyKeyReused)
                ? Refused(http, new SubscriptionFormModel(form.With(OnceField, NewKey())), problem with { Detail = Texts.SubscriptionFormUsed })
                : Refused(http, new SubscriptionFormModel(form), problem);
        }

        var made = answer.Value!;
        return http.Say(
            SubscriptionPages.Address(made.Id), made.Status == SubscriptionStatus.Active ? Texts.SubscriptionMade : Texts.SubscriptionMadeUnverified,
            call, made.Secret);
    }

    /// <summary>Reads the subscription.</summary>
    private static async Task<PageResult> Edit(string id, HttpContext http, RelayApi api) =>
        (await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id))).Page(
            found => Page(http, new SubscriptionFormModel(Versioned(SubscriptionBody.FormOf(found), found)) { Current = found }), SubscriptionPages.Path);

    /// <summary>Reads the subscription; to show what matches, at most 20 pages of the history too.</summary>
    private static async Task<IResult> Change(string id, HttpContext http, RelayApi api, CancellationToken cancellationToken)
    {
        var form = FormValues.Of(await http.Request.ReadFormAsync(cancellationToken));
        var found = await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id));
        if (found.Problem is { } gone)
            return (gone with { Back = SubscriptionPages.Path }).Page();

        var model = new SubscriptionFormModel(form) { Current = found.Value };
        if (form.Has(Action, ShowMatches))
            return await Matches(http, api, model);

        var before = SubscriptionBody.Of(SubscriptionBody.FormOf(found.Value!));
        var patch = SubscriptionChange.Patch(before, SubscriptionBody.Of(form));
        if (patch.Count == 0)
            return http.Say(SubscriptionPages.Address(id), Texts.SubscriptionUnchanged);

        var call = ApiCall.Patch(SubscriptionPages.Address(id), patch) with { Headers = [new("If-Match", EntityTag.Of(form.Text(VersionField)))] };
        var answer = await api.Send<SubscriptionResponse>(http, call);
        return answer.Problem switch
        {
            null => http.Say(SubscriptionPages.Address(id), Texts.SubscriptionChanged, call),
            { } problem when problem.Is(ProblemKind.VersionMismatch) => Refused(
                http,
                new SubscriptionFormModel(Versioned(form, found.Value!)) { Current = found.Value, Conflicts = [.. SubscriptionChange.Members(before, patch)] },
                problem with { Detail = Texts.SubscriptionChangedMeanwhile }),
            { } problem => Refused(http, model, problem),
        };
    }

    private static async Task<PageResult> Matches(HttpContext http, RelayApi api, SubscriptionFormModel model)
    {
        var since = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-DaysBack);
        var call = ApiCall.Post("/filters/test", new JsonObject
        {
            ["filter"] = SubscriptionBody.Filter(model.Form),
            ["since"] = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        });
        var answer = await api.Send<FilterTestResponse>(http, call);
        return answer.Problem is { } problem ? Refused(http, model, problem) : Page(http, model with { Matches = answer.Value, MatchCall = call });
    }

    private static PageResult Refused(HttpContext http, SubscriptionFormModel model, PageProblem problem) =>
        Page(http, model with { Form = model.Form.WithErrors(problem.Errors), Problem = problem }) with { Status = problem.Status };

    private static PageResult Page(HttpContext http, SubscriptionFormModel model) => PageResult.Of<SubscriptionFormPage>(model with
    {
        Choices = SubscriptionChoices.Of(
            http.RequestServices.GetRequiredService<ChannelCatalog>(), http.RequestServices.GetRequiredService<MessageFormats>(), model.Form),
    });

    private static FormValues Versioned(FormValues form, SubscriptionResponse found) =>
        form.With(VersionField, found.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

/// <summary>The form for a new subscription, or where there is a current one, for that.</summary>
internal sealed record SubscriptionFormModel(FormValues Form)
{
    public SubscriptionResponse? Current { get; init; }

    /// <summary>What the API did not take.</summary>
    public PageProblem? Problem { get; init; }

    /// <summary>What the form would write over what somebody else wrote since it was opened, or with it.</summary>
    public IReadOnlyList<MemberChange> Conflicts { get; init; } = [];

    public FilterTestResponse? Matches { get; init; }

    public ApiCall? MatchCall { get; init; }

    public SubscriptionChoices Choices { get; init; } = null!;
}
