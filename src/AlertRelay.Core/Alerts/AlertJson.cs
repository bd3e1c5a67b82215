using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

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
