using System.Text.Json.Nodes;

namespace AlertRelay.Api.OpenApi;

/// <summary>
/// Removes null from enums. The generator adds it for nullable members, even in shared components. Code generators create no
/// type for such an enum, and a member that is "null or the component" then matches both, which "oneOf" forbids.
/// </summary>
internal static class EnumSchemas
{
    public static void PutInto(JsonNode document) => Visit(document);

    private static void Visit(JsonNode? node)
    {
        if (node is JsonObject { } schema && schema["enum"] is JsonArray words && words.Any(word => word is null))
            WithoutNull(schema, words);
        foreach (var child in node switch { JsonObject members => members.Select(member => member.Value), JsonArray items => items, _ => [] })
            Visit(child);
    }

    private static void WithoutNull(JsonObject schema, JsonArray words)
    {
        var isNullable = schema["type"] is JsonArray;
        schema.Remove("enum");
        schema.Remove("type");
        var known = new JsonArray([.. words.Where(word => word is not null).Select(word => word!.DeepClone())]);
        var plain = new JsonObject { ["type"] = "string", ["enum"] = known };
        if (isNullable)
        {
            schema["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, plain);
            return;
        }

        foreach (var (name, value) in plain)
            schema[name] = value!.DeepClone();
    }
}
