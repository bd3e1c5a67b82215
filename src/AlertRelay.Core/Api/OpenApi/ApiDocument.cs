using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>
/// The OpenAPI document of the API: what the routes say of themselves. Made when it is first asked for, by services of its own, so that the
/// start of the program knows nothing of it; then kept.
/// </summary>
/// <param name="registered">What the program is made of: a parameter of a handler is a service or not.</param>
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

    // For nobody's request in particular: whoever gives up does not spoil it for the next.
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
