using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>The schema of a subscription's patch: the members of a new subscription, all optional.</summary>
internal static class PatchSchema
{
    public static void Refer(OpenApiOperation operation, OpenApiDocument document)
    {
        foreach (var body in operation.RequestBody!.Content!.Values)
            body.Schema = new OpenApiSchemaReference(nameof(SubscriptionPatch), document);
    }

    public static void PutInto(JsonNode document)
    {
        var schemas = document["components"]!["schemas"]!;
        var whole = schemas[nameof(SubscriptionRequest)]!["properties"]!;
        var names = WebJson.Wire.SubscriptionPatch.Properties.Select(property => property.Name);
        schemas[nameof(SubscriptionPatch)] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "What is to change (JSON Merge Patch): null removes a member, objects are merged, everything else is replaced.",
            ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, whole[name]?.DeepClone()))),
            ["additionalProperties"] = false,
        };
    }
}
