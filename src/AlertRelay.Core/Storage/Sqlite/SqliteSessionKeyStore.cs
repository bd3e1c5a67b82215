using AlertRelay.Keys;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteSessionKeyStore(SqliteDatabase database, Keyring keys) : ISessionKeyStore
{
    public async Task<IReadOnlyList<string>> List(CancellationToken cancellationToken)
    {
        var rows = await database.Read(
            connection => connection.Query(
                "SELECT id, key FROM session_keys ORDER BY id", reader => (Id: reader.GetString(0), Key: (byte[])reader.GetValue(1))), cancellationToken);
        return [.. rows.Select(row => EncryptedSessionKey.Decrypt(keys, row.Id, row.Key)).OfType<string>()];
    }

    public Task Save(string id, string key, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                "INSERT INTO session_keys (id, key) VALUES ($id, $key) ON CONFLICT (id) DO UPDATE SET key = excluded.key",
                ("$id", id), ("$key", EncryptedSessionKey.Encrypt(keys, id, key))),
            cancellationToken);
}
