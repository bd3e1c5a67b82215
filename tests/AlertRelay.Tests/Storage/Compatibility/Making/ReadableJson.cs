using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>JSON of which whatever fits stands on one line: half the size of the usual form, and a difference is still seen in its line.</summary>
internal static class ReadableJson
{
    private const int Longest = 150;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Write(node, 0, text);
        return text.Append('\n').ToString();
    }

    private static void Write(JsonNode? node, int depth, StringBuilder text)
    {
        var line = node?.ToJsonString(Plain) ?? "null";
        if (line.Length <= Longest || node is JsonValue)
        {
            text.Append(line);
            return;
        }

        var (open, close) = node is JsonObject ? ('{', '}') : ('[', ']');
        IEnumerable<(string Name, JsonNode? Value)> entries = node is JsonObject members
            ? members.Select(member => (JsonSerializer.Serialize(member.Key, Plain) + ": ", member.Value))
            : node!.AsArray().Select(entry => ("", entry));
        var separator = $"{open}\n";
        foreach (var (name, value) in entries)
        {
            text.Append(separator).Append(' ', depth + 1).Append(name);
            Write(value, depth + 1, text);
            separator = ",\n";
        }

        text.Append('\n').Append(' ', depth).Append(close);
    }
}
