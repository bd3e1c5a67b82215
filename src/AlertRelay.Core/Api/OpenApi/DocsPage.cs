using System.Buffers.Text;
using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace AlertRelay.Api.OpenApi;

/// <summary>The document as an interactive page. All its files come from this program, and its policy forbids others.</summary>
internal static class DocsPage
{
    public const string Path = "/docs";

    private const int NonceBytes = 16;

    public static void MapDocsPage(this IEndpointRouteBuilder app) => app.MapScalarApiReference(Path, (page, http) =>
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        http.Response.Headers.ContentSecurityPolicy = Policy(nonce);
        page.Nonce = nonce;
        page.Title = "AlertRelay API";
        page.OpenApiRoutePattern = ApiDocument.Path;
        page.DefaultFonts = false;
        page.Telemetry = false;
        page.HideClientButton = true;
        page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        page.Agent = new() { Disabled = true };
        page.Mcp = new() { Disabled = true };
    });

    // The page's script adds inline styles. Only scripts with the nonce run.
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";
}
