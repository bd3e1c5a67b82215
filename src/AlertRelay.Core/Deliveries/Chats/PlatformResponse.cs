using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AlertRelay.Deliveries.Chats;

/// <summary>What a platform answered.</summary>
/// <param name="Body">Its first 16 KB.</param>
internal sealed record PlatformResponse(int Status, string Body, HttpResponseHeaders Headers, DateTimeOffset Now)
{
    // In seconds: Discord, Telegram.
    private static readonly string[] RetryAfterFields = ["retry_after", "parameters.retry_after"];

    public JsonFields Fields { get; } = JsonFields.In(Body);

    /// <summary>When the platform takes the next request; of several values the longest, at most <see cref="DeliveryOutcome.MaxRetryAfter"/>.</summary>
    public TimeSpan? RetryAfter =>
        RetryAfterFields.Select(path => Seconds(Fields[path]))
            .Append(Seconds(Header("Retry-After")))
            .Append(DeliveryOutcome.BoundedRetryAfter(Headers.RetryAfter, Now))
            .Max();

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>Whole or not ("1.337"), rounded up to a millisecond; null for what is no time ahead.</summary>
    public static TimeSpan? Seconds(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? seconds >= (decimal)DeliveryOutcome.MaxRetryAfter.TotalSeconds
                ? DeliveryOutcome.MaxRetryAfter
                : TimeSpan.FromMilliseconds((double)Math.Ceiling(seconds * 1000))
            : null;
}

/// <summary>
/// The texts, numbers and truths of an answer's JSON by their path ("parameters.retry_after"), as far as it can be read: a long answer is cut off.
/// Of a list the first element counts.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, string> _byPath = new(StringComparer.Ordinal);

    private JsonFields() { }

    public string? this[string path] => _byPath.GetValueOrDefault(path);

    public static JsonFields In(string body)
    {
        var said = new JsonFields();
        try
        {
            said.Read(new Utf8JsonReader(Encoding.UTF8.GetBytes(body), isFinalBlock: false, state: default));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What stands before the fault is good: a gateway's page has nothing before it, a string that is no text may come late.
            return said;
        }

        return said;
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
