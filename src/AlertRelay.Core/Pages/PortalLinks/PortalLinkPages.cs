using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.PortalLinks;

/// <summary>Portal links: the list, making and revoking. One page of the list, and a read of each key that made one of its links.</summary>
internal static class PortalLinkPages
{
    public const string Path = "/portal-links", Cursor = "cursor";

    public static void MapPortalLinkPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapSignedIn();
        pages.MapGet(Path, List);
        pages.MapPost(Path, Create);
        pages.MapPost($"{Path}/{{id}}/revoke", Revoke);
    }

    private static Task<PageResult> List(HttpContext http, RelayApi api) => Listed(http, api, PortalLinkForm.Empty(), PageProblem.NoErrors);

    private static async Task<PageResult> Listed(HttpContext http, RelayApi api, PortalLinkForm form, IReadOnlyDictionary<string, string[]> errors) =>
        (await api.Get<PortalLinkList>(http, Path + QueryString.Create(Cursor, http.Request.Query[Cursor].ToString()))).Page(
            list => PageResult.Of<PortalLinksPage>(new PortalLinksModel(list, form, errors)), Path);

    private static async Task<IResult> Create(HttpContext http, RelayApi api)
    {
        var form = await PortalLinkForm.Read(http);
        var answer = await api.Send<PortalLinkResponse>(http, ApiCall.Post(Path, form.Body()) with { Headers = ConsoleForms.Once(form.FormId) });
        if (answer.Problem is { Errors.Count: > 0 } problem)
            return await Listed(http, api, form, problem.Errors) with { Status = problem.Status };

        return http.Done(answer, Path, _ => Texts.PortalLinkCreated, made => made!.Url);
    }

    private static Task<IResult> Revoke(string id, HttpContext http, RelayApi api) =>
        api.Do<object>(http, ApiCall.Delete($"{Path}/{Uri.EscapeDataString(id)}"), Path, _ => Texts.PortalLinkRevoked);
}

internal sealed record PortalLinksModel(PortalLinkList List, PortalLinkForm Form, IReadOnlyDictionary<string, string[]> Errors);

/// <inheritdoc cref="ApiKeys.KeyForm"/>
internal sealed record PortalLinkForm(string FormId, string Tenant, string ExpiresIn, bool ReadOnly)
{
    public static PortalLinkForm Empty() => new(ConsoleForms.NewId(), "", "1h", ReadOnly: true);

    public static async Task<PortalLinkForm> Read(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new(
            form[ConsoleForms.IdField].ToString(), form["tenant"].ToString().Trim(), form["expiresIn"].ToString().Trim(),
            form["readOnly"].ToString().Length > 0);
    }

    public JsonObject Body()
    {
        var body = new JsonObject { ["expiresIn"] = ExpiresIn, ["readOnly"] = ReadOnly };
        if (Tenant.Length > 0)
            body["tenant"] = Tenant;
        return body;
    }
}
