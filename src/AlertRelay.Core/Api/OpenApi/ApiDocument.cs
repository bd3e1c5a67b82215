using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;

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
