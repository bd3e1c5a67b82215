using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Webhooks;

/// <summary>Standard Webhooks 1.0, scheme "v1": HMAC-SHA256 over "id.timestamp.body".</summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";
    private const int Base64Length = (SHA256.HashSizeInBytes + 2) / 3 * 4;

    // The tolerance of the Standard Webhooks libraries, in both directions.
    private const int ToleranceInSeconds = 5 * 60;

    /// <summary>One signature for each secret that has not expired, separated by spaces. Invalid secrets do not sign.</summary>
    /// <param name="timestamp">The time of the attempt, in Unix seconds.</param>
    /// <returns>Empty if no secret can sign.</returns>
    public static string Sign(IReadOnlyList<SigningSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var length = Content(id, timestamp, body, out var content);
        var signatures = new StringBuilder(secrets.Count * (Version.Length + Base64Length + 1));
        for (var index = 0; index < secrets.Count; index++)
        {
            if (!(secrets[index].ExpiresAt?.ToUnixTimeSeconds() <= timestamp))
                Append(signatures, secrets[index].Value, content.AsSpan(0, length));
        }

        ArrayPool<byte>.Shared.Return(content);
        return signatures.ToString();
    }

    /// <summary>For receivers: checks that one of the signatures was made with the secret, and that the timestamp is current.</summary>
    public static SignatureVerdict Verify(string secret, SignatureHeaders headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (SigningSecrets.Check(secret) is { } error)
            return new SignatureVerdict.Invalid(error);

        if (string.IsNullOrEmpty(headers.Id))
            return new SignatureVerdict.Invalid($"The header {IdHeader} is missing.");

        if (!long.TryParse(headers.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp))
            return new SignatureVerdict.Invalid($"The header {TimestampHeader} must be a number of seconds since 1970.");

        if (Math.Abs(now.ToUnixTimeSeconds() - timestamp) > ToleranceInSeconds)
            return new SignatureVerdict.Invalid($"The header {TimestampHeader} is more than {ToleranceInSeconds / 60} minutes off: replay or wrong clock.");

        var expected = Encoding.ASCII.GetBytes(Sign([new SigningSecret(secret)], headers.Id, timestamp, body));
        return (headers.Signature ?? "").Split(' ').Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected))
            ? new SignatureVerdict.Valid()
            : new SignatureVerdict.Invalid($"The header {SignatureHeader} holds no signature of this body made with this secret.");
    }

    /// <summary>The signed content, the same in every scheme.</summary>
    internal static byte[] Content(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var length = Content(id, timestamp, body, out var content);
        var signed = content[..length];
        ArrayPool<byte>.Shared.Return(content);
        return signed;
    }

    private static int Content(string id, long timestamp, ReadOnlySpan<byte> body, out byte[] content)
    {
        content = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(id.Length) + 22 + body.Length);
        var length = Encoding.UTF8.GetBytes(id, content);
        content[length++] = (byte)'.';
        Utf8Formatter.TryFormat(timestamp, content.AsSpan(length), out var written);
        length += written;
        content[length++] = (byte)'.';
        body.CopyTo(content.AsSpan(length));
        return length + body.Length;
    }

    private static void Append(StringBuilder signatures, string secret, ReadOnlySpan<byte> content)
    {
        Span<byte> key = stackalloc byte[SigningSecrets.MaxKey];
        if (!SigningSecrets.TryRead(secret, key, out var length))
            return;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<char> text = stackalloc char[Base64Length];
        HMACSHA256.HashData(key[..length], content, hash);
        Convert.TryToBase64Chars(hash, text, out _);
        signatures.Append(signatures.Length > 0 ? " " : "").Append(Version).Append(text);
    }
}

/// <summary>The three headers as they were received; null for a missing one.</summary>
public sealed record SignatureHeaders(string? Id, string? Timestamp, string? Signature);

public abstract record SignatureVerdict
{
    private SignatureVerdict() { }

    public sealed record Valid : SignatureVerdict;

    public sealed record Invalid(string Reason) : SignatureVerdict;
}

/// <summary>Secrets in the format of Standard Webhooks: "whsec_" and the key in base64.</summary>
public static class SigningSecrets
{
    public const string Prefix = "whsec_";

    // Standard Webhooks, "Signature scheme": between 24 bytes (192 bits) and 64 bytes (512 bits).
    public const int MinKey = 24;
    public const int MaxKey = 64;

    private const int NewKeyLength = 32;

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewKeyLength));

    /// <returns>The error, without the secret itself; null for a valid secret.</returns>
    public static string? Check(string secret)
    {
        Span<byte> key = stackalloc byte[MaxKey];
        return !secret.StartsWith(Prefix, StringComparison.Ordinal) ? $"A signing secret must begin with \"{Prefix}\"."
            // The decoder skips white space, and many receivers' libraries do not.
            : secret.Any(char.IsWhiteSpace) ? "A signing secret must not contain white space: look for a line break or a space at its end."
            : TryRead(secret, key, out _) ? null
            : $"A signing secret must be \"{Prefix}\" and {MinKey} to {MaxKey} bytes in base64.";
    }

    /// <param name="key">At least <see cref="MaxKey"/> bytes.</param>
    public static bool TryRead(string secret, Span<byte> key, out int length)
    {
        length = 0;
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(secret.AsSpan(Prefix.Length), key, out length)
            && length >= MinKey;
    }
}
