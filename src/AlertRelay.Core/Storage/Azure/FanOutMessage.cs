using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// A page of a fan-out as text of a queue. The Functions host copies a message's top-level properties over its own ("Id", "DequeueCount"),
/// so there is one property only, of a name that the host does not use. On the queue the text is base64, as the host expects.
/// </summary>
public static class FanOutMessage
{
    private const int Version = 1;

    public static string Write(FanOutBatch page) =>
        JsonSerializer.Serialize(new Envelope(new Content(Version, page.AlertId, page.Cursor, page.Trace, page.EnqueuedAt)), FanOutJson.Default.Envelope);

    /// <returns>Null when it is not a page that this version of the program understands.</returns>
    public static FanOutBatch? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FanOutJson.Default.Envelope) is { FanOut: { Version: Version, Alert.Length: > 0 } content }
                ? new FanOutBatch(content.Alert, content.Cursor, content.Trace, content.EnqueuedAt)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string Encode(FanOutBatch page) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Write(page)));

    internal static FanOutBatch? Decode(string message)
    {
        var bytes = new byte[message.Length];
        return Convert.TryFromBase64String(message, bytes, out var length) ? Read(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }

    internal sealed record Envelope(Content? FanOut);

    // Newer members: older programs ignore them, and older messages lack them.
    internal sealed record Content(int Version, string Alert, string? Cursor, string? Trace = null, DateTimeOffset? EnqueuedAt = null);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FanOutMessage.Envelope))]
internal sealed partial class FanOutJson : JsonSerializerContext;
