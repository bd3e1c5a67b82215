using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlertRelay.Api.Contracts;

/// <summary>JSON Merge Patch (RFC 7396, section 2): null removes a member, objects are merged, everything else is replaced.</summary>
internal static class MergePatch
{
    // Member names are not case-sensitive, as in all other bodies.
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    public static bool Names(JsonElement patch, string member) =>
        patch.ValueKind == JsonValueKind.Object && patch.EnumerateObject().Any(change => change.Name.Equals(member, StringComparison.OrdinalIgnoreCase));

    public static JsonNode? Apply(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
            return patch.ValueKind == JsonValueKind.Array ? JsonArray.Create(patch) : JsonValue.Create(patch);

        var merged = new JsonObject(AnyCase);
        foreach (var (name, value) in target as JsonObject ?? [])
            merged[name] = value?.DeepClone();

        foreach (var change in patch.EnumerateObject())
        {
            if (change.Value.ValueKind == JsonValueKind.Null)
                merged.Remove(change.Name);
            else
                merged[change.Name] = Apply(merged[change.Name], change.Value);
        }

        return merged;
    }
}

/// <summary>Rejects other patch formats, which are JSON too but have another meaning.</summary>
internal sealed class MergePatchOnly : IEndpointFilter
{
    public static readonly string[] MediaTypes = ["application/merge-patch+json", "application/json"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        MediaTypeHeaderValue.TryParse(context.HttpContext.Request.ContentType, out var type)
        && MediaTypes.Contains(type.MediaType, StringComparer.OrdinalIgnoreCase)
            ? await next(context)
            : ProblemKind.OfStatus(StatusCodes.Status415UnsupportedMediaType, context.HttpContext.Request);
}
