using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AlertRelay.Deliveries.Chats;

/// <summary>Turns a platform's response into a delivery outcome.</summary>
internal static class ResponseClassifier
{
    public static DeliveryOutcome Of(ChatPlatform platform, PlatformResponse response) => platform.Refine(
        platform.AcceptanceOf(response) switch
        {
            PostAcceptance.Posted => new DeliveryOutcome.Delivered(response.Status),
            PostAcceptance.Accepted => new DeliveryOutcome.Delivered(response.Status) { IsOnlyAccepted = true },
            _ => RuleFor(platform, response) is { } rule ? Of(rule, response) : Default(platform, response),
        },
        response);

    private static ResponseRule? RuleFor(ChatPlatform platform, PlatformResponse response) =>
        platform.ErrorOf(response) is { } error ? platform.Rules.FirstOrDefault(rule => rule.Fits(response.Status, error)) : null;

    private static DeliveryOutcome Of(ResponseRule rule, PlatformResponse response)
    {
        var explanation = $"answered HTTP {response.Status}: {rule.Sentence}";
        var failed = new DeliveryOutcome.Failed(DeliveryError.Status, response.Status, response.RetryAfter) { Explanation = explanation };
        return rule.Meaning switch
        {
            ResponseMeaning.Gone => new DeliveryOutcome.Gone(response.Status) { Explanation = explanation },
            ResponseMeaning.TooMany => failed with { Pause = response.RetryAfter ?? DeliveryOutcome.PauseAfterTooManyRequests },
            _ => failed,
        };
    }

    // A 2xx from a proxy in between is no success. A message that was rejected for an unknown reason may pass in its plain form.
    private static DeliveryOutcome Default(ChatPlatform platform, PlatformResponse response) => response.Status switch
    {
        >= 200 and < 300 => new DeliveryOutcome.Failed(DeliveryError.Status, response.Status, response.RetryAfter)
        {
            Explanation = $"answered HTTP {response.Status}, but not as {platform.Title} does when it has the message",
        },
        // Something in between may answer so too, and chats say in words that a webhook is gone.
        410 => new DeliveryOutcome.Failed(DeliveryError.Status, response.Status, response.RetryAfter),
        400 or 413 or 422 => new DeliveryOutcome.Failed(DeliveryError.Status, response.Status) { IsContentRejected = true },
        _ => DeliveryOutcome.Of(response.Status, response.RetryAfter),
    };
}

internal enum ResponseMeaning
{
    /// <summary>The webhook is gone for good: the subscription is disabled.</summary>
    Gone,

    /// <summary>Somebody may fix the cause, so the delivery is retried on the schedule.</summary>
    Refused,

    TooMany,
}

/// <summary>A known response of a platform, and its meaning.</summary>
/// <param name="Status">Null for any status.</param>
/// <param name="Words">A part of the platform's own words, case-insensitive; null for any of them.</param>
/// <param name="Sentence">For the subscription's owner, after "answered HTTP 403: ".</param>
internal sealed record ResponseRule(int? Status, string? Words, ResponseMeaning Meaning, string Sentence)
{
    public bool Fits(int status, string error) =>
        (Status is null || Status == status) && (Words is null || error.Contains(Words, StringComparison.OrdinalIgnoreCase));
}

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
