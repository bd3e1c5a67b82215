using System.Security.Cryptography;

namespace AlertRelay.Deliveries.Webhooks;

/// <summary>Secrets as Standard Webhooks writes them: "whsec_" and the key in base64.</summary>
public static class SigningSecrets
{
    public const string Prefix = "whsec_";

    // Standard Webhooks, "Signature scheme": between 24 bytes (192 bits) and 64 bytes (512 bits).
    public const int ShortestKey = 24;
    public const int LongestKey = 64;

    private const int NewKey = 32;

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewKey));

    /// <returns>What is wrong with a secret, in a sentence that does not repeat it; null when it is good.</returns>
    public static string? Check(string secret)
    {
        Span<byte> key = stackalloc byte[LongestKey];
        return !secret.StartsWith(Prefix, StringComparison.Ordinal) ? $"A signing secret must begin with \"{Prefix}\"."
            : TryRead(secret, key, out _) ? null
            : $"A signing secret must be \"{Prefix}\" and {ShortestKey} to {LongestKey} bytes in base64.";
    }

    /// <param name="key">At least <see cref="LongestKey"/> bytes.</param>
    public static bool TryRead(string secret, Span<byte> key, out int length)
    {
        length = 0;
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(secret.AsSpan(Prefix.Length), key, out length)
            && length >= ShortestKey;
    }
}
