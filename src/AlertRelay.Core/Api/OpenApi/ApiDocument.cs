using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace AlertRelay.Api.OpenApi;

/// <summary>
/// The OpenAPI document, from the metadata of the routes. Generated on the first request, by its own services, so that the
/// program starts without it; then cached.
/// </summary>
/// <param name="registered">The program's services, to tell a handler's services from its other parameters.</param>
public sealed class ApiDocument(IServiceCollection registered, EndpointDataSource routes)
{
    public const string Path = "/openapi/v1.json";

    private const string Name = "v1";

    private static readonly JsonSerializerOptions Legible = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _once = new();
    private Task<byte[]>? _made;

    /// <summary>As docs/openapi.json holds it.</summary>
    public Task<byte[]> Json()
    {
        lock (_once)
            return _made = _made is null or { IsFaulted: true } ? Make() : _made;
    }

    // Without a caller's cancellation token, because the result is for all callers.
    private async Task<byte[]> Make()
    {
        await using var services = Services().BuildServiceProvider();
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!;
        EnumSchemas.PutInto(json);
        PatchSchema.PutInto(json);
        AlertSchema.PutInto(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString(Legible) + "\n");
    }

    private ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.Add(registered).AddSingleton(routes);
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddSchemaTransformer<SchemaWriter>();
            options.AddOperationTransformer<OperationWriter>();
            options.AddDocumentTransformer<DocumentWriter>();
        });
        return services;
    }
}

internal static class OpenApiServices
{
    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddSingleton(provider => new ApiDocument(services, provider.GetRequiredService<EndpointDataSource>()));

    public static void MapApiDocument(this IEndpointRouteBuilder app) =>
        app.MapMethods(ApiDocument.Path, [HttpMethods.Get, HttpMethods.Head], Show).ExcludeFromDescription();

    private static async Task<FileContentHttpResult> Show(HttpResponse response, ApiDocument document)
    {
        var json = await document.Json();
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(json, "application/json");
    }
}

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
        page.Favicon = $"..{SiteFiles.Icon.Path}";
    }).AddEndpointFilter(NameLanguage);

    // The page of the library does not say its language, which screen readers need.
    private static async ValueTask<object?> NameLanguage(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        return (result is INestedHttpResult nested ? nested.Result : result) is ContentHttpResult { ResponseContent: { } html, ContentType: var type }
            ? TypedResults.Content(html.Replace("<html>", "<html lang=\"en\">", StringComparison.Ordinal), type)
            : result;
    }

    // The page's script adds inline styles. Only scripts with the nonce run.
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";
}
