using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>Descriptions of path parameters.</summary>
internal static class PathParameters
{
    // By the part of the address before it.
    private static readonly Dictionary<string, string> Ids = new()
    {
        ["subscriptions"] = "The subscription's id: `sub_` and 26 characters.",
        ["silences"] = "The subscription's id: `sub_` and 26 characters.",
        ["deliveries"] = "The delivery's id: `dlv_` and a hash.",
        ["alerts"] = "The alert's id, such as `alr_` and a hash.",
        ["channels"] = "The channel's id, such as uk-fcdo-travel.",
        ["countries"] = "The country's ISO 3166 code of two letters, such as IQ.",
        ["keys"] = "The key's id, which is `key_` and 12 characters. It is not the key itself.",
        ["portal-links"] = "The link's id, which is `plk_` and 12 characters. It is not the link itself.",
        ["notices"] = "The publisher's key of the notice. If it is an address, it may be escaped or not.",
    };

    public static void Explain(OpenApiOperation operation, string path)
    {
        var parts = path.Split('/');
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
            // An address may end with a form: "{id}.cap.xml".
            parameter.Description = Ids[parts[Array.FindIndex(parts, part => part.TrimStart('{', '*').Split('}')[0] == parameter.Name) - 1]];
    }
}
