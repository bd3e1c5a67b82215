using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.SigningKeys;

/// <summary>The public keys with which the relay signs. One read, of a document that holds all.</summary>
internal static class SigningKeyPages
{
    public const string Path = "/signing-keys";

    public static void MapSigningKeyPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapOperators();
        pages.MapGet(Path, List);
        pages.MapPost($"{Path}/rotate", Rotate);
    }

    public static ApiCall Rotation(string from) => ApiCall.Post($"/keys/rotate-signing?from={Uri.EscapeDataString(from)}");

    private static async Task<PageResult> List(HttpContext http, RelayApi api) =>
        (await api.Get<JsonWebKeySet>(http, Path)).Page(keys => PageResult.Of<SigningKeysPage>(keys));

    private static async Task<IResult> Rotate(HttpContext http, RelayApi api)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await http.IsConfirmed()
            ? await api.Do<JsonWebKeySet>(http, Rotation(form["from"].ToString()), Path, _ => Texts.SigningKeyRotated)
            : http.Say(Path, Texts.NotConfirmed, isError: true);
    }
}
