using AlertRelay.Subscriptions;
using Microsoft.Extensions.Caching.Memory;

namespace AlertRelay.Storage.Encryption;

/// <summary>
/// Opens stored subscriptions, and keeps some thousands of them open: those of one alert are mostly those of the next. What is kept counts only for
/// the very bytes that it was read from, so that it is never older than the store.
/// </summary>
internal sealed class DecryptedSubscriptionCache(Keyring keys, RenamedChannels renamed) : IDisposable
{
    // About 5 KB each.
    private const int Most = 5000;

    private static readonly MemoryCacheEntryOptions OfOne = new() { Size = 1 };

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public Subscription Read(string id, object stored) => stored is byte[] bytes ? Read(id, bytes.AsSpan()) : Open(id, stored);

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public Subscription Read(string id, ReadOnlySpan<byte> stored)
    {
        if (_kept.TryGetValue(id, out DecryptedSubscription? known) && stored.SequenceEqual(known!.Stored))
            return known.Subscription;

        var bytes = stored.ToArray();
        return _kept.Set(id, new DecryptedSubscription(bytes, Open(id, bytes)), OfOne).Subscription;
    }

    public void Dispose() => _kept.Dispose();

    public static string Name(string id) => $"subscription {id}";

    private Subscription Open(string id, object stored) =>
        renamed.Current(EncryptedDocument.Read(keys, stored, DocumentSerializer.Subscription, Name(id)));

    private sealed record DecryptedSubscription(byte[] Stored, Subscription Subscription);
}
