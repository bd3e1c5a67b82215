using System.Text;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Caching.Memory;

namespace AlertRelay.Storage.Encryption;

/// <summary>A <see cref="StoredDocument"/> encrypted with the current key. Rows from before there were keys are read as plain text.</summary>
internal static class EncryptedDocument
{
    public static byte[] Write<T>(Keyring keys, T value, JsonTypeInfo<T> type, string row) =>
        keys.Encrypt(StoredDocument.Write(value, type) is var document && document is string json ? Encoding.UTF8.GetBytes(json) : (byte[])document, row);

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public static T Read<T>(Keyring keys, object stored, JsonTypeInfo<T> type, string row) =>
        StoredDocument.Read(stored is byte[] bytes && Keyring.IsEncrypted(bytes) ? keys.Decrypt(bytes, row) : stored, type, row);

    public static bool IsCurrent(Keyring keys, object stored) => stored is byte[] bytes && bytes.AsSpan().StartsWith(keys.CurrentHead);
}

/// <summary>
/// Decrypts stored subscriptions and caches some thousands, because most alerts concern the same ones. A cached entry is valid only for
/// the bytes that it was read from, so that it is never older than the store.
/// </summary>
internal sealed class DecryptedSubscriptionCache(Keyring keys, RenamedChannels renamed) : IDisposable
{
    // About 5 KB each.
    private const int MaxEntries = 5000;

    private static readonly MemoryCacheEntryOptions OfOne = new() { Size = 1 };

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxEntries });

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public Subscription Read(string id, object stored) => stored is byte[] bytes ? Read(id, bytes.AsSpan()) : Decrypt(id, stored);

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public Subscription Read(string id, ReadOnlySpan<byte> stored)
    {
        if (_cache.TryGetValue(id, out DecryptedSubscription? known) && stored.SequenceEqual(known!.Stored))
            return known.Subscription;

        var bytes = stored.ToArray();
        return _cache.Set(id, new DecryptedSubscription(bytes, Decrypt(id, bytes)), OfOne).Subscription;
    }

    public void Dispose() => _cache.Dispose();

    public static string Name(string id) => $"subscription {id}";

    private Subscription Decrypt(string id, object stored) =>
        renamed.Current(EncryptedDocument.Read(keys, stored, DocumentSerializer.Subscription, Name(id)));

    private sealed record DecryptedSubscription(byte[] Stored, Subscription Subscription);
}
