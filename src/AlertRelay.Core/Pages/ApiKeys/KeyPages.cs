using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Keys;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;
using AlertRelay.Registration;

namespace AlertRelay.Pages.ApiKeys;

/// <summary>API keys: the list, one of them, and what can be done with it. One read of the list each, and one for the action.</summary>
internal static class KeyPages
{
    public const string Path = "/keys";

    public static void MapKeyPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapOperators();
        pages.MapGet(Path, List);
        pages.MapPost(Path, Create);
        pages.MapGet($"{Path}/{{id}}", Show);
        pages.MapPost($"{Path}/{{id}}/rotate", Rotate);
        pages.MapPost($"{Path}/{{id}}/revoke", Revoke);
    }

    public static string Address(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    private static Task<PageResult> List(HttpContext http, RelayApi api) => Listed(http, api, KeyForm.Empty(), PageProblem.NoErrors);

    private static async Task<PageResult> Listed(HttpContext http, RelayApi api, KeyForm form, IReadOnlyDictionary<string, string[]> errors) =>
        (await api.Get<KeyList>(http, Path)).Page(list => PageResult.Of<KeysPage>(new KeysModel(list.Keys, form, errors)));

    private static async Task<IResult> Create(HttpContext http, RelayApi api)
    {
        var form = await KeyForm.Read(http);
        var call = ApiCall.Post(Path, form.Body()) with { Headers = form.Once() };
        var answer = await api.Send<KeyResponse>(http, call);
        if (answer.Problem is { Errors.Count: > 0 } problem)
            return await Listed(http, api, form, problem.Errors) with { Status = problem.Status };

        return http.Done(answer, Path, made => PageText.Format(Texts.KeyCreated, made!.Name), made => made!.Key);
    }

    private static async Task<PageResult> Show(string id, HttpContext http, RelayApi api) =>
        (await api.Get<KeyList>(http, Path)).Page(
            list => list.Keys.FirstOrDefault(key => key.Id == id) is { } key
                ? PageResult.Of<KeyPage>(key)
                : new PageProblem(StatusCodes.Status404NotFound, Texts.KeyGoneTitle, Texts.KeyGone, PageProblem.NoErrors, Path).Page(),
            Path);

    // The session of the rotated key goes on with the new one. Otherwise it could end before the new key is shown.
    private static async Task<IResult> Rotate(string id, HttpContext http, RelayApi api, ApiKeyService keys)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var overlap = int.TryParse(form["overlap"], CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : (int)KeyRotation.DefaultOverlap.TotalSeconds;
        var answer = await api.Send<RotatedKeyResponse>(http, ApiCall.Post($"{Address(id)}/rotate", new JsonObject { ["overlapSeconds"] = overlap }));
        var isOwn = id == Caller.Of(http.User).KeyId;
        if (isOwn && answer.Value?.Key.Key is { } made && await keys.Check(made, CancellationToken.None) is KeyCheck.Accepted(var key))
            await SessionAuthentication.SignIn(http, key);
        return http.Done(
            answer, Path, rotated => PageText.Format(Texts.KeyRotated, http.Written(rotated!.PreviousKeyUntil)), rotated => rotated!.Key.Key);
    }

    private static async Task<IResult> Revoke(string id, HttpContext http, RelayApi api) =>
        await http.IsConfirmed()
            ? await api.Do<object>(http, ApiCall.Delete(Address(id)), Path, _ => Texts.KeyRevoked)
            : http.Say(Address(id), Texts.NotConfirmed, isError: true);
}

internal sealed record KeysModel(IReadOnlyList<KeyResponse> Keys, KeyForm Form, IReadOnlyDictionary<string, string[]> Errors);

/// <summary>The form as it was filled in.</summary>
/// <param name="FormId">The same when it is sent twice, so that it makes one key.</param>
internal sealed record KeyForm(string FormId, string Name, string Role, string Tenant, string ExpiresAt)
{
    public static KeyForm Empty() => new(ConsoleForms.NewId(), "", "subscriber", "", "");

    public static async Task<KeyForm> Read(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new(Of(ConsoleForms.IdField), Of("name"), Of("role"), Of("tenant"), Of("expiresAt"));

        string Of(string field) => form[field].ToString().Trim();
    }

    public IReadOnlyList<KeyValuePair<string, string>> Once() => ConsoleForms.Once(FormId);

    public JsonObject Body()
    {
        var body = new JsonObject { ["name"] = Name, ["role"] = Role };
        if (Tenant.Length > 0)
            body["tenant"] = Tenant;
        // A browser sends "2026-01-31". The API says what is wrong with anything else.
        if (ExpiresAt.Length > 0)
            body["expiresAt"] = DateOnly.TryParseExact(ExpiresAt, "yyyy-MM-dd", out _) ? $"{ExpiresAt}T00:00:00Z" : ExpiresAt;
        return body;
    }
}
