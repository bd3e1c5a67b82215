using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Deliveries;

namespace AlertRelay.Storage;

/// <summary>The last sequence number of a subscription, and the alerts that have the last numbers.</summary>
/// <param name="Last">0 before the first.</param>
/// <param name="Recent">The <see cref="Mark"/>s of the last alerts, in the order of their numbers.</param>
internal sealed record SubscriptionCount(long Last, ReadOnlyMemory<byte> Recent)
{
    private const int MaxBytes = IDeliveryStore.RecentNumbers * sizeof(long);

    public static readonly SubscriptionCount None = new(0, default);

    private ReadOnlySpan<long> Marks => MemoryMarshal.Cast<byte, long>(Recent.Span);

    /// <summary>64 bits of the id's hash: a collision among the remembered alerts is practically impossible.</summary>
    public static long Mark(string alertId) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(alertId)));

    /// <returns>Null if it has none, or too old a one.</returns>
    public long? NumberOf(long alert) => Marks.IndexOf(alert) is >= 0 and var place ? Last - Marks.Length + place + 1 : null;

    public SubscriptionCount With(long alert)
    {
        var remaining = Recent[Math.Max(0, Recent.Length + sizeof(long) - MaxBytes)..];
        var recent = new byte[remaining.Length + sizeof(long)];
        remaining.CopyTo(recent);
        BitConverter.TryWriteBytes(recent.AsSpan(remaining.Length), alert);
        return new(Last + 1, recent);
    }
}
