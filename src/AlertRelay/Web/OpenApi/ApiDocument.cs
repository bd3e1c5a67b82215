using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AlertRelay.Web.OpenApi;

/// <summary>The OpenAPI document of the API: what the routes say of themselves. Made when it is first asked for, and kept.</summary>
public sealed class ApiDocument(IServiceProvider services)
{
    public const string Path = "/openapi/v1.json";

    internal const string Name = "v1";

    private static readonly JsonSerializerOptions Legible = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!;
        PatchSchema.PutInto(json);
        AlertSchema.PutInto(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString(Legible) + "\n");
    }
}
