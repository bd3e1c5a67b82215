using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.Deliveries;

internal static class DeliveryId
{
    private const int Prefix = 4, Length = 16, AlertDigits = 8;

    private const char AfterHexDigits = 'g';

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>"dlv_", 8 hex digits of the alert's hash, and 24 of the pair's: every index sorts the deliveries of one alert together.</summary>
    public static string Of(string alertId, string subscriptionId)
    {
        Span<byte> id = stackalloc byte[Prefix + SHA256.HashSizeInBytes];
        Hash(alertId, id);
        Hash($"{alertId}\n{subscriptionId}", id[Prefix..]);
        return "dlv_" + Convert.ToHexStringLower(id[..Length]);
    }

    /// <summary>Where the list of an alert's deliveries, in the order of their ids, begins and ends, both not included.</summary>
    /// <param name="cursor">The last id of the page before; null to begin.</param>
    /// <exception cref="ArgumentException">The cursor is not one of this alert's list.</exception>
    public static (string After, string Before) Range(string alertId, string? cursor)
    {
        var ofAlert = Of(alertId, "")[..(Prefix + AlertDigits)];
        if (cursor is not null && !(cursor.StartsWith(ofAlert, StringComparison.Ordinal) && cursor.Length == Prefix + (2 * Length)
            && cursor.AsSpan(Prefix).IndexOfAnyExcept(HexDigits) < 0))
            throw new ArgumentException("The cursor is not one of this alert's list: take it from the page before, or leave it out to begin.");

        return (cursor ?? ofAlert, ofAlert + AfterHexDigits);
    }

    private static void Hash(string text, Span<byte> into)
    {
        Span<byte> bytes = stackalloc byte[256];
        _ = Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            ? SHA256.HashData(bytes[..length], into)
            : SHA256.HashData(Encoding.UTF8.GetBytes(text), into);
    }
}
