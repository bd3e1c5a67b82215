using AlertRelay.Deliveries.Signing;
using AlertRelay.Storage.Encryption;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>One row beside the API keys.</summary>
internal sealed class AzureSigningKeyStore(AzureStorage storage, Keyring keys) : ISigningKeyStore
{
    private const string Partition = "signing", Row = "ring", Name = "signing keys";

    private readonly AzureTable _table = storage.ApiKeys;

    public async Task<SigningRing?> Find(CancellationToken cancellationToken) => await Stored(cancellationToken) is { } row ? Read(row) : null;

    public async Task<bool> Save(SigningRing ring, CancellationToken cancellationToken)
    {
        var stored = await Stored(cancellationToken);
        if (ring.Version != (stored is null ? 1 : Read(stored).Version + 1))
            return false;

        var rows = DocumentRows.Write(Partition, Row, EncryptedDocument.Write(keys, ring, DocumentSerializer.Ring, Name));
        return await _table.Transact([TableActions.Write(rows[0], stored), .. rows.Skip(1).Select(TableActions.Put)], cancellationToken);
    }

    private Task<TableEntity?> Stored(CancellationToken cancellationToken) => _table.Find(Partition, Row, cancellationToken);

    private SigningRing Read(TableEntity row) =>
        EncryptedDocument.Read(keys, DocumentRows.Read(row, new Dictionary<string, TableEntity>(), Name), DocumentSerializer.Ring, Name);
}
