using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlertRelay.Alerts;

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
