using System.Text;
using System.Text.Json.Serialization.Metadata;

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
