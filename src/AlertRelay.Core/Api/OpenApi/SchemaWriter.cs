using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries.Formats;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>Completes schemas: the validation attributes of bodies and parameters, and the required members of responses.</summary>
internal sealed class SchemaWriter : IOpenApiSchemaTransformer
{
    // As the serializer writes a TimeOnly; JSON Schema's own "time" has an offset.
    private const string TimeOfDay = @"^\d{2}:\d{2}:\d{2}(\.\d{1,7})?$";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(TimeOnly))
            (schema.Format, schema.Pattern) = (null, TimeOfDay);

        // The generator cannot see through its converter.
        if (context.JsonTypeInfo.Type == typeof(Uri))
            (schema.Type, schema.Format) = (JsonSchemaType.String | (context.JsonPropertyInfo?.IsGetNullable == true ? JsonSchemaType.Null : default), "uri");
        if (context.JsonTypeInfo.ElementType == typeof(Uri))
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri" };

        if ((context.JsonPropertyInfo?.AttributeProvider ?? Parameter(context)) is { } member)
            Member(schema, member, context.ApplicationServices);
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            Whole(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    private static ParameterInfo? Parameter(OpenApiSchemaTransformerContext context) =>
        (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;

    private static void Member(OpenApiSchema schema, ICustomAttributeProvider member, IServiceProvider services)
    {
        var text = schema.Items as OpenApiSchema ?? schema;
        foreach (var attribute in member.GetCustomAttributes(inherit: true))
        {
            switch (attribute)
            {
                case OneOfAttribute words:
                    Allow(text, words.Words);
                    break;
                case FormatNameAttribute:
                    Allow(text, services.GetRequiredService<MessageFormats>().All.Select(format => format.Name));
                    break;
                case EachAttribute each:
                    (text.Pattern, text.MinLength, text.MaxLength) = (each.Pattern, each.MaxLength > 0 ? 1 : null, each.MaxLength > 0 ? each.MaxLength : null);
                    break;
                case AllowedValuesAttribute words:
                    Allow(text, words.Values.OfType<string>());
                    break;
                // Parameters are bound as strings, even numbers.
                case RangeAttribute when schema.Type == JsonSchemaType.String:
                    schema.Type = JsonSchemaType.Integer;
                    break;
                case DataTypeAttribute { DataType: DataType.DateTime }:
                    schema.Format = "date-time";
                    break;
                case RequiredAttribute:
                    schema.Type &= ~JsonSchemaType.Null;
                    break;
            }
        }
    }

    // Null marks a nullable enum for EnumSchemas, which removes it.
    private static void Allow(OpenApiSchema text, IEnumerable<string> words)
    {
        text.Enum = [.. words.Select(word => (JsonNode)word)];
        if (text.Type?.HasFlag(JsonSchemaType.Null) == true)
            text.Enum.Add(JsonNullSentinel.JsonNull);
    }

    private static void Whole(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Type.IsDefined(typeof(RequestBodyAttribute)))
        {
            schema.Required = Names(type, member => member.IsDefined(typeof(RequiredAttribute), inherit: true));
            return;
        }

        // Clients must accept further members in responses.
        (schema.AdditionalPropertiesAllowed, schema.AdditionalProperties) = (true, null);
        schema.Required = Names(type, member => !IsOptional(member));
        foreach (var optional in type.Properties.Where(property => property.AttributeProvider is { } member && IsOptional(member)))
        {
            if (schema.Properties?.TryGetValue(optional.Name, out var found) == true && found is OpenApiSchema member)
                member.Type &= ~JsonSchemaType.Null;
        }
    }

    private static HashSet<string> Names(JsonTypeInfo type, Func<ICustomAttributeProvider, bool> wanted) =>
        [.. type.Properties.Where(property => property.AttributeProvider is { } member && wanted(member)).Select(property => property.Name)];

    private static bool IsOptional(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            .OfType<JsonIgnoreAttribute>()
            .Any(ignore => ignore.Condition != JsonIgnoreCondition.Never);
}

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
