using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries.Formats;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

internal static class ParameterWriter
{
    // By the part of the address before it.
    private static readonly Dictionary<string, string> Ids = new()
    {
        ["subscriptions"] = "The subscription's id: sub_ and 26 characters.",
        ["deliveries"] = "The delivery's id: dlv_ and a hash.",
        ["alerts"] = "The alert's id.",
        ["channels"] = "The channel's id, such as uk-fcdo-travel.",
        ["keys"] = "The key's id: key_ and 12 characters; not the key itself.",
        ["notices"] = "What the publisher knows the notice by. One that is an address may stand as it is or escaped.",
    };

    private static readonly Dictionary<string, (string Description, int? MaxLength)> Headers = new()
    {
        ["Idempotency-Key"] = ("The same request with the same key makes one subscription within 24 hours, however often it is sent. Characters "
            + "without spaces, such as a UUID.", IdempotencyKey.Longest),
        ["If-Match"] = ("The ETag of the version that is to be changed; another one is refused.", null),
    };

    public static OpenApiParameter Of(OpenApiParameters parameter, IServiceProvider services)
    {
        var value = Schema(parameter, services);
        return new()
        {
            Name = parameter.Name,
            In = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
            Description = parameter.Description,
            Required = parameter.IsRequired,
            Schema = parameter.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = value } : value,
        };
    }

    /// <summary>The parameters that the handler's signature names.</summary>
    public static void Explain(OpenApiOperation operation, string path)
    {
        var parts = path.Split('/');
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.In == ParameterLocation.Path)
                parameter.Description = Ids[parts[Array.FindIndex(parts, part => part.Trim('{', '}', '*') == parameter.Name) - 1]];
            else if (Headers.TryGetValue(parameter.Name!, out var known))
            {
                parameter.Description = known.Description;
                ((OpenApiSchema)parameter.Schema!).MaxLength = known.MaxLength;
            }
        }
    }

    private static OpenApiSchema Schema(OpenApiParameters parameter, IServiceProvider services)
    {
        var words = parameter.IsFormat ? services.GetRequiredService<MessageFormats>().All.Select(format => format.Name) : parameter.Words?.Invoke();
        return new()
        {
            Type = parameter.Most is null ? JsonSchemaType.String : JsonSchemaType.Integer,
            Enum = words is null ? null : [.. words.Select(word => (JsonNode)word)],
            Format = parameter.Format,
            Pattern = parameter.Pattern,
            Minimum = parameter.Least?.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Most?.ToString(CultureInfo.InvariantCulture),
        };
    }
}
