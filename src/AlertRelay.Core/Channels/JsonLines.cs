using System.Text.Json;

namespace AlertRelay.Channels;

/// <summary>In which line of a JSON file each member of its objects stands. Comments and trailing commas may be in it.</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private JsonLines() { }

    public static JsonLines Of(ReadOnlySpan<byte> json)
    {
        var lines = new JsonLines();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var path = new Stack<string>();
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = string.Join('.', path.Where(part => part.Length > 0).Reverse().Append(reader.GetString()));
                lines._lines.TryAdd(name, 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n'));
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                path.Push(name.Split('.')[^1]);
            else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                path.Pop();
        }

        return lines;
    }

    /// <param name="path">"options.levelPattern".</param>
    /// <returns>From 1; null where there is no such member.</returns>
    public int? Of(string path) => _lines.TryGetValue(path, out var line) ? line : null;
}
