using AlertRelay.Auditing;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Storage;

/// <summary>The stored form of audit log entries.</summary>
internal static class AuditSerializer
{
    public static object Write(Keyring keys, AuditEntry entry) =>
        AuditAction.IsOfKeys(entry.Action)
            ? StoredDocument.Write(entry, DocumentSerializer.Audit)
            : EncryptedDocument.Write(keys, entry, DocumentSerializer.Audit, Name(entry.Id));

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public static AuditEntry Read(Keyring keys, object stored, string id) => EncryptedDocument.Read(keys, stored, DocumentSerializer.Audit, Name(id));

    public static bool IsOfOlderKey(Keyring keys, object stored) =>
        stored is byte[] bytes && Keyring.IsEncrypted(bytes) && !EncryptedDocument.IsCurrent(keys, bytes);

    public static string Name(string id) => $"audit entry {id}";
}
