using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AlertRelay.Alerts;

/// <summary>The one JSON form of alerts: camel case; the words of the product in lower case, CAP's words as CAP writes them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
public sealed partial class AlertJson : JsonSerializerContext
{
    /// <summary>
    /// For the store and the wire: letters are not escaped. Never put it into HTML, which escapes differently.
    /// Other JSON with these types uses the same converters.
    /// </summary>
    public static readonly AlertJson Wire = new(
        With(new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new WireUri() },
        }));

    /// <summary>Adds how the product's words are written.</summary>
    public static JsonSerializerOptions With(JsonSerializerOptions options)
    {
        options.Converters.Add(new CamelCase<ChangeKind>());
        options.Converters.Add(new CamelCase<Category>());
        options.Converters.Add(new CamelCase<EventKind>());
        options.Converters.Add(new CamelCase<HealthKind>());
        options.Converters.Add(new CamelCase<SubscriptionEventKind>());
        options.Converters.Add(new CamelCase<Scope>());
        options.Converters.Add(new AsWritten<Severity>());
        options.Converters.Add(new AsWritten<MessageType>());
        return options;
    }
}

/// <summary>"raised", "travel", "whole".</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>"Extreme", "Update".</summary>
internal sealed class AsWritten<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>For JSON that may lack members: a modifier of the type's contract.</summary>
public static class JsonDefaults
{
    // Generated code sets init-only properties while it constructs, those that the document lacks to null or 0. A document without a
    // property must get the property's default instead, so the record is made first and filled then.
    public static void Keep(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object
            || type.ConstructorAttributeProvider is not ConstructorInfo constructor
            || constructor.GetParameters().Length > 0)
            return;

        type.CreateObject = () => constructor.Invoke(null);
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is PropertyInfo { CanWrite: true } member)
                property.Set = member.SetValue;
        }
    }
}

/// <summary>
/// Writes an address as RFC 3986 requires, because strict readers refuse others. Publishers' links contain spaces and letters of all scripts, and the
/// serializer's own converter passes them on.
/// </summary>
internal sealed class WireUri : JsonConverter<Uri>
{
    public override Uri Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Uri.TryCreate(reader.GetString(), UriKind.RelativeOrAbsolute, out var address) ? address : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options) => writer.WriteStringValue(Written(value));

    private static string Written(Uri address) =>
        !address.IsAbsoluteUri ? address.OriginalString
        : address.HostNameType == UriHostNameType.Dns && address.IdnHost != address.Host ? new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri
        : address.AbsoluteUri;
}
