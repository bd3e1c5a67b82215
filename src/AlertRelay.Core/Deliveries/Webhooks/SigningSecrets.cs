using System.Security.Cryptography;

namespace AlertRelay.Deliveries.Webhooks;

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
