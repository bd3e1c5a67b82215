using AlertRelay.Deliveries.Signing;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteSigningKeyStore(SqliteDatabase database, Keyring keys) : ISigningKeyStore
{
    private const string Row = "signing keys";

    public Task<SigningRing?> Find(CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                "SELECT ring FROM signing_keys", reader => EncryptedDocument.Read(keys, reader.GetValue(0), DocumentSerializer.Ring, Row)).SingleOrDefault(),
            cancellationToken);

    public Task<bool> Save(SigningRing ring, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                ring.Version == 1
                    ? "INSERT INTO signing_keys (id, version, ring) VALUES (1, $version, $ring) ON CONFLICT DO NOTHING"
                    : "UPDATE signing_keys SET version = $version, ring = $ring WHERE version = $version - 1",
                ("$version", ring.Version),
                ("$ring", EncryptedDocument.Write(keys, ring, DocumentSerializer.Ring, Row))) > 0,
            cancellationToken);
}
