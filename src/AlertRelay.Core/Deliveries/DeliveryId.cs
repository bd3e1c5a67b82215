using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.Deliveries;

internal static class DeliveryId
{
    private const int Prefix = 4, Length = 16;

    /// <summary>"dlv_", 8 hex digits of the alert's hash, and 24 of the pair's: every index sorts the deliveries of one alert together.</summary>
    public static string Of(string alertId, string subscriptionId)
    {
        Span<byte> id = stackalloc byte[Prefix + SHA256.HashSizeInBytes];
        Hash(alertId, id);
        Hash($"{alertId}\n{subscriptionId}", id[Prefix..]);
        return "dlv_" + Convert.ToHexStringLower(id[..Length]);
    }

    private static void Hash(string text, Span<byte> into)
    {
        Span<byte> bytes = stackalloc byte[256];
        _ = Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            ? SHA256.HashData(bytes[..length], into)
            : SHA256.HashData(Encoding.UTF8.GetBytes(text), into);
    }
}
