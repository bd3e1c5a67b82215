using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Delivery;

namespace AlertRelay.Storage;

/// <summary>How far a subscription's count has come, and which alerts its last numbers were given to.</summary>
/// <param name="Last">0 before the first.</param>
/// <param name="Recent">Of the last alerts, in the order of their numbers: the beginning of the id's hash, <see cref="Length"/> characters each.</param>
internal sealed record SubscriptionCount(long Last, string Recent)
{
    // 64 bits: two of the alerts that are remembered at a time never meet by chance.
    private const int Bytes = 8, Length = 11;

    public static readonly SubscriptionCount None = new(0, "");

    /// <returns>Null when it has none, or had it too long ago.</returns>
    public long? NumberOf(string alertId)
    {
        var known = Recent.Length / Length;
        var mark = Mark(alertId);
        for (var place = 0; place < known; place++)
        {
            if (Recent.AsSpan(place * Length, Length).SequenceEqual(mark))
                return Last - known + place + 1;
        }

        return null;
    }

    public SubscriptionCount With(string alertId)
    {
        var recent = Recent + Mark(alertId);
        return new(Last + 1, recent[Math.Max(0, recent.Length - (IDeliveryStore.RecentNumbers * Length))..]);
    }

    private static string Mark(string alertId) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(alertId)).AsSpan(0, Bytes));
}
