using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Verification;

/// <summary>A signed POST whose token must come back in the response, which proves that the receiver reads messages.</summary>
public static class VerificationChallenge
{
    public const string Type = "org.alertrelay.subscription.challenge";

    /// <summary>The member's name in the response and in the event's data.</summary>
    public const string Token = "challenge";

    public static Message For(Subscription subscription, string token, string source, DateTimeOffset now)
    {
        var body = new ArrayBufferWriter<byte>(512);
        var id = $"chl_{subscription.Id}_{now.ToUnixTimeMilliseconds()}";
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", source);
            json.WriteString("type", Type);
            json.WriteString("subject", subscription.Id);
            json.WriteString("time", now);
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            json.WriteString(Token, token);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new Message(id, "application/cloudevents+json; charset=utf-8", body.WrittenMemory);
    }

    /// <summary>The response must be the token alone, as text or as a JSON string, or {"challenge": token}. An echo of the request does not count.</summary>
    public static bool IsAnswered(string? body, string token) => body is not null && (Same(Trimmed(body), token) || Same(Value(Trimmed(body)), token));

    // Some servers begin every text with a byte order mark.
    private static string Trimmed(string text) => text.Trim().TrimStart('\uFEFF').Trim();

    private static string? Value(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement switch
            {
                { ValueKind: JsonValueKind.String } value => Trimmed(value.GetString()!),
                { ValueKind: JsonValueKind.Object } members when members.TryGetProperty(Token, out var member) && member.ValueKind == JsonValueKind.String =>
                    Trimmed(member.GetString()!),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return null;
        }
    }

    private static bool Same(string? text, string token) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(token));
}

/// <summary>The state of the link in a confirmation email.</summary>
internal enum VerificationInvitation
{
    /// <summary>Unknown, or replaced by a newer email, or no longer needed because an operator marked the address as verified.</summary>
    Unknown,

    Expired,

    Open,

    /// <summary>Accepted by this call.</summary>
    Accepted,

    /// <summary>Accepted by an earlier call.</summary>
    Used,
}
