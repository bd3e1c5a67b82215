using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AlertRelay.Alerts;

/// <summary>
/// Finds out why the serializer refused a document. Its exceptions give the reason only as an English sentence, so the document is read again,
/// along with the metadata of the expected type.
/// </summary>
internal static class JsonFaults
{
    /// <returns>Null if the document fits the type.</returns>
    public static JsonFault? First(ReadOnlySpan<byte> json, JsonTypeInfo expected)
    {
        json = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        var options = expected.Options;
        var walk = new Walk(new Utf8JsonReader(json, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.ReadCommentHandling,
            MaxDepth = options.MaxDepth,
        }), json, options);
        try
        {
            return walk.Document(expected);
        }
        catch (JsonException broken)
        {
            return new JsonFault(JsonFaultKind.Broken, (broken.LineNumber ?? 0) + 1, (broken.BytePositionInLine ?? 0) + 1);
        }
    }

    /// <summary>All unknown members, if the type refuses them.</summary>
    public static IEnumerable<JsonFault> Unknown(JsonElement value, JsonTypeInfo? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Object, { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary }) =>
            value.EnumerateObject().SelectMany(property => Unknown(property, type)),
        (JsonValueKind.Array, { Kind: JsonTypeInfoKind.Enumerable }) =>
            value.EnumerateArray().SelectMany((element, index) => Unknown(element, InfoOf(type.ElementType, type.Options))
                .Select(fault => fault.WithinElement(index))),
        _ => [],
    };

    private static IEnumerable<JsonFault> Unknown(JsonProperty property, JsonTypeInfo owner)
    {
        var names = owner.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var member = owner.Properties.FirstOrDefault(known => known.Name.Equals(property.Name, names));
        if (member is null && owner.Kind == JsonTypeInfoKind.Object)
            return owner.Options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow
                ? [new JsonFault(JsonFaultKind.Unknown, 0, 0) { Type = owner }.Within(property.Name)]
                : [];

        return Unknown(property.Value, InfoOf(member?.PropertyType ?? owner.ElementType, owner.Options)).Select(fault => fault.Within(property.Name));
    }

    private static JsonTypeInfo? InfoOf(Type? type, JsonSerializerOptions options) =>
        type is null || (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement) ? null : options.GetTypeInfo(type);

    private ref struct Walk(Utf8JsonReader reader, ReadOnlySpan<byte> json, JsonSerializerOptions options)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private Utf8JsonReader _reader = reader;

        public JsonFault? Document(JsonTypeInfo expected)
        {
            _reader.Read();
            var fault = Value(expected);
            if (fault is null)
                _reader.Read();
            return fault;
        }

        /// <param name="type">Null if any value is allowed.</param>
        private JsonFault? Value(JsonTypeInfo? type) => (_reader.TokenType, type) switch
        {
            (JsonTokenType.Null, { Type.IsValueType: false }) => null,
            (JsonTokenType.String, _) when !IsText() => Fault(JsonFaultKind.NotText),
            (JsonTokenType.StartObject, null or { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary }) => Object(type),
            (JsonTokenType.StartArray, null or { Kind: JsonTypeInfoKind.Enumerable }) => Array(type),
            (_, null) => null,
            (_, { Kind: JsonTypeInfoKind.None }) => Opaque(type),
            _ => Fault(JsonFaultKind.WrongKind, type),
        };

        private JsonFault? Object(JsonTypeInfo? type)
        {
            var start = Fault(JsonFaultKind.Missing, type);
            var isKnown = type is { Kind: JsonTypeInfoKind.Object };
            var names = new HashSet<string>(isKnown && options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!IsText())
                    return Fault(JsonFaultKind.NotText);

                var name = _reader.GetString()!;
                if (!names.Add(name) && !options.AllowDuplicateProperties)
                    return Fault(JsonFaultKind.Duplicate).Within(name);

                var member = isKnown ? type!.Properties.FirstOrDefault(property => names.Comparer.Equals(property.Name, name)) : null;
                if (isKnown && member is null && options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow)
                    return Fault(JsonFaultKind.Unknown, type).Within(name);

                _reader.Read();
                if (Member(member, type) is { } fault)
                    return fault.Within(name);
            }

            return type?.Properties.FirstOrDefault(property => IsRequired(property) && !names.Contains(property.Name)) is { } missing
                ? start.Within(missing.Name)
                : null;
        }

        private JsonFault? Member(JsonPropertyInfo? member, JsonTypeInfo? owner)
        {
            var type = Info(member?.PropertyType ?? owner?.ElementType);
            return _reader.TokenType == JsonTokenType.Null && member is not null && !MayBeNull(member) ? Fault(JsonFaultKind.WrongKind, type) : Value(type);
        }

        private JsonFault? Array(JsonTypeInfo? type)
        {
            var element = Info(type?.ElementType);
            for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
                if (Value(element) is { } fault)
                    return fault.WithinElement(index);

            return null;
        }

        // Only its converter knows the accepted values.
        private JsonFault? Opaque(JsonTypeInfo type)
        {
            var fault = Fault(JsonFaultKind.WrongKind, type);
            var end = _reader;
            end.Skip();
            try
            {
                JsonSerializer.Deserialize(ref _reader, type);
                return null;
            }
            catch (JsonException)
            {
                return fault;
            }
        }

        private readonly JsonTypeInfo? Info(Type? type) => InfoOf(type, options);

        private static bool IsRequired(JsonPropertyInfo member) =>
            member.IsRequired || (member.Options.RespectRequiredConstructorParameters && member.AssociatedParameter is { HasDefaultValue: false });

        private static bool MayBeNull(JsonPropertyInfo member) =>
            !member.Options.RespectNullableAnnotations || (member.AssociatedParameter?.IsNullable ?? member.IsSetNullable);

        private readonly bool IsText()
        {
            try
            {
                _reader.GetString();
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        private readonly JsonFault Fault(JsonFaultKind kind, JsonTypeInfo? type = null)
        {
            var before = _json[..(int)_reader.TokenStartIndex];
            return new JsonFault(kind, 1 + before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n')) { Type = type };
        }
    }
}
