using System.Text.Json.Nodes;

namespace AlertRelay.Api.OpenApi;

/// <summary>Puts docs/alert.schema.json, which receivers of webhooks read too, in place of the schemas of the alert types.</summary>
internal static class AlertSchema
{
    private const string Resource = "alert.schema.json", OwnLevel = "#/$defs/level", Components = "#/components/schemas/";

    public static void PutInto(JsonNode document)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        var alert = JsonNode.Parse(Text().Replace(OwnLevel, $"{Components}Level", StringComparison.Ordinal))!.AsObject();
        schemas["Level"] = alert["$defs"]!["level"]!.DeepClone();
        foreach (var ofTheFile in (string[])["$schema", "$id", "$defs"])
            alert.Remove(ofTheFile);
        schemas["Alert"] = alert;
        while (Unused(document, schemas) is { Count: > 0 } unused)
            unused.ForEach(name => schemas.Remove(name));
    }

    private static List<string> Unused(JsonNode document, JsonObject schemas)
    {
        var text = document.ToJsonString();
        return [.. schemas.Select(schema => schema.Key).Where(name => !text.Contains($"\"{Components}{name}\"", StringComparison.Ordinal))];
    }

    private static string Text()
    {
        using var reader = new StreamReader(typeof(AlertSchema).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
