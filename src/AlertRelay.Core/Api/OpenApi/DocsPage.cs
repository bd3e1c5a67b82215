using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using AlertRelay.Pages;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Scalar.AspNetCore;

namespace AlertRelay.Api.OpenApi;

/// <summary>The document as an interactive page. All its files come from this program, and its policy forbids others.</summary>
internal static class DocsPage
{
    public const string Path = "/docs";

    private const string Title = "AlertRelay API";

    private const int NonceBytes = 16;

    // The library's own colours are too pale to read: at least 4.5 to 1 here.
    private const string Colors =
        ".light-mode{--scalar-color-3:#666;--scalar-color-green:#006b43;--scalar-color-yellow:#7a5200;--scalar-color-red:#b00020;--scalar-color-orange:#a63a00}"
        + ".dark-mode{--scalar-color-3:#a3a3a3;--scalar-color-red:#ff7b72}";

    public static void MapDocsPage(this IEndpointRouteBuilder app) => app.MapScalarApiReference(Path, (page, http) =>
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        http.Response.Headers.ContentSecurityPolicy = Policy(nonce);
        page.Nonce = nonce;
        page.Title = Title;
        page.OpenApiRoutePattern = ApiDocument.Path;
        page.DefaultFonts = false;
        page.CustomCss = Colors;
        page.Telemetry = false;
        page.HideClientButton = true;
        page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        page.Agent = new() { Disabled = true };
        page.Mcp = new() { Disabled = true };
        page.Favicon = $"..{SiteFiles.Icon.Path}";
    }).AddEndpointFilter(Complete);

    // The page of the library does not say its language, which screen readers need, and is empty where no script runs.
    private static async ValueTask<object?> Complete(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        return (result is INestedHttpResult nested ? nested.Result : result) is ContentHttpResult { ResponseContent: { } html, ContentType: var type }
            ? TypedResults.Content(Completed(html), type)
            : result;
    }

    private static string Completed(string html) => html
        .Replace("<html>", "<html lang=\"en\">", StringComparison.Ordinal)
        .Replace("<body>", $"<body>{WithoutScript}", StringComparison.Ordinal);

    private static string WithoutScript =>
        $"<noscript><main><h1>{Title}</h1><p>{WebUtility.HtmlEncode(Texts.DocsWithoutScript)} "
        + $"<a href=\"..{ApiDocument.Path}\">{ApiDocument.Path}</a></p></main></noscript>";

    // The page's script adds inline styles. Only scripts with the nonce run.
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";
}
