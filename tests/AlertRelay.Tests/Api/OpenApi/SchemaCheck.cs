using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AlertRelay.Tests.Api.OpenApi;

/// <summary>Whether JSON fits a schema of the document. Knows the keywords that the document uses, and refuses others rather than pass them over.</summary>
internal sealed class SchemaCheck(JsonNode document)
{
    private static readonly HashSet<string> Remarks = ["description", "default", "format", "title"];

    private readonly List<string> _faults = [];

    public static IReadOnlyList<string> Faults(JsonNode document, JsonNode? schema, JsonNode? value)
    {
        var check = new SchemaCheck(document);
        check.Look(schema!, value, "$", alone: true);
        return check._faults;
    }

    /// <param name="alone">Nothing else describes the value: what the schema does not name is a fault, for answers are to be documented whole.</param>
    private void Look(JsonNode schema, JsonNode? value, string at, bool alone)
    {
        foreach (var (keyword, says) in schema.AsObject().Where(part => !Remarks.Contains(part.Key)))
        {
            if (!Holds(keyword, says!, schema, value, at, alone))
                _faults.Add($"{at} breaks \"{keyword}\": {says!.ToJsonString()}, it is {Shown(value)}");
        }

        if (alone && value is JsonObject members && schema["properties"] is JsonObject known && schema["additionalProperties"] is null)
            _faults.AddRange(members.Where(member => !known.ContainsKey(member.Key)).Select(member => $"{at}.{member.Key} is not documented"));
    }

    private bool Holds(string keyword, JsonNode says, JsonNode schema, JsonNode? value, string at, bool alone)
    {
        switch (keyword)
        {
            case "$ref":
                Look(Referred(says.GetValue<string>()), value, at, alone);
                return true;
            case "allOf":
                says.AsArray().ToList().ForEach(part => Look(part!, value, at, alone: false));
                return true;
            case "anyOf" or "oneOf":
                return says.AsArray().Any(part => Faults(part!, value, alone).Count == 0);
            case "properties":
                (value as JsonObject)?.Where(member => says[member.Key] is not null).ToList().ForEach(
                    member => Look(says[member.Key]!, member.Value, $"{at}.{member.Key}", alone: true));
                return true;
            case "additionalProperties" when says is JsonObject:
                (value as JsonObject)?.Where(member => schema["properties"]?[member.Key] is null).ToList().ForEach(
                    member => Look(says, member.Value, $"{at}.{member.Key}", alone: true));
                return true;
            case "items":
                (value as JsonArray)?.Index().ToList().ForEach(each => Look(says, each.Item, $"{at}[{each.Index}]", alone: true));
                return true;
            default:
                return Fits(keyword, says, schema, value);
        }
    }

    private static bool Fits(string keyword, JsonNode says, JsonNode schema, JsonNode? value) => keyword switch
    {
        "type" => (says as JsonArray ?? [says.DeepClone()]).Any(type => IsOf(type!.GetValue<string>(), value)),
        "enum" => says.AsArray().Any(word => JsonNode.DeepEquals(word, value)),
        "required" => value is not JsonObject members || says.AsArray().All(name => members.ContainsKey(name!.GetValue<string>())),
        "additionalProperties" => value is not JsonObject members || members.All(member => schema["properties"]?.AsObject().ContainsKey(member.Key) == true),
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, says.GetValue<string>()),
        "minLength" => Text(value) is not { } text || text.Length >= says.GetValue<int>(),
        "maxLength" => Text(value) is not { } text || text.Length <= says.GetValue<int>(),
        "maxItems" => value is not JsonArray items || items.Count <= says.GetValue<int>(),
        "minimum" => value is not JsonValue number || number.GetValueKind() != JsonValueKind.Number || number.GetValue<decimal>() >= says.GetValue<decimal>(),
        _ => throw new NotSupportedException($"The check does not know the keyword {keyword}; teach it."),
    };

    private List<string> Faults(JsonNode schema, JsonNode? value, bool alone)
    {
        var check = new SchemaCheck(document);
        check.Look(schema, value, "$", alone);
        return check._faults;
    }

    private JsonNode Referred(string pointer) => pointer.Split('/').Skip(1).Aggregate(document, (at, part) => at[part]!);

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) => true,
        ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => !value!.ToJsonString().Contains('.', StringComparison.Ordinal),
        _ => false,
    };

    private static string Shown(JsonNode? value) => value?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 200)] : "null";
}
