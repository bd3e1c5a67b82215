using AlertRelay.Auditing;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Storage;

/// <summary>Entries of the audit log as the stores keep them.</summary>
internal static class AuditForm
{
    public static object Write(Keyring keys, AuditEntry entry) =>
        AuditAction.IsOfKeys(entry.Action) ? StoredDocument.Write(entry, StoredForm.Audit) : SealedDocument.Write(keys, entry, StoredForm.Audit, Name(entry.Id));

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public static AuditEntry Read(Keyring keys, object stored, string id) => SealedDocument.Read(keys, stored, StoredForm.Audit, Name(id));

    public static bool IsOfOlderKey(Keyring keys, object stored) => stored is byte[] bytes && Keyring.IsSealed(bytes) && !SealedDocument.IsCurrent(keys, bytes);

    public static string Name(string id) => $"audit entry {id}";
}
