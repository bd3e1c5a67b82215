using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AlertRelay.Deliveries.Chats;

/// <summary>The response of a platform.</summary>
/// <param name="Body">The first 16 KB.</param>
internal sealed record PlatformResponse(int Status, string Body, HttpResponseHeaders Headers, DateTimeOffset Now)
{
    // In seconds, from Discord and Telegram.
    private static readonly string[] RetryAfterFields = ["retry_after", "parameters.retry_after"];

    public JsonFields Fields { get; } = JsonFields.In(Body);

    /// <summary>When the platform accepts the next request: the longest of several values, at most <see cref="DeliveryOutcome.MaxRetryAfter"/>.</summary>
    public TimeSpan? RetryAfter =>
        RetryAfterFields.Select(path => Webhooks.RetryAfter.Seconds(Fields[path])).Append(Webhooks.RetryAfter.Of(Headers, Now)).Max();

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>
/// The strings, numbers and booleans of a JSON response by their path ("parameters.retry_after"), as far as it is valid: a long response is
/// truncated. Of an array the first element counts.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, string> _byPath = new(StringComparer.Ordinal);

    private JsonFields() { }

    public string? this[string path] => _byPath.GetValueOrDefault(path);

    public static JsonFields In(string body)
    {
        var fields = new JsonFields();
        try
        {
            fields.Read(new Utf8JsonReader(Encoding.UTF8.GetBytes(body), isFinalBlock: false, state: default));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Everything before the error is valid.
            return fields;
        }

        return fields;
    }

    private void Read(Utf8JsonReader reader)
    {
        IReadOnlyList<string> path = [];
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
                path =
                [
                    .. path.Take(reader.CurrentDepth - 1), .. Enumerable.Repeat("", Math.Max(0, reader.CurrentDepth - 1 - path.Count)), reader.GetString()!,
                ];
            else if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
                _byPath.TryAdd(string.Join('.', path.Where(name => name.Length > 0)), Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }
}
