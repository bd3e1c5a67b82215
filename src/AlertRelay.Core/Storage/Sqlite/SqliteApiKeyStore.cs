using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Storage.Encryption;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteApiKeyStore(SqliteDatabase database) : IApiKeyStore
{
    private const string Select = "SELECT id, hash, name, tenant, role, created_at, expires_at, last_used_at, replaced_by FROM api_keys";

    public Task<ApiKey?> Find(string id, CancellationToken cancellationToken) =>
        database.Read(connection => connection.Query($"{Select} WHERE id = $id", Read, ("$id", id)).SingleOrDefault(), cancellationToken);

    public Task<ApiKey?> FindByHash(string hash, CancellationToken cancellationToken) =>
        database.Read(connection => connection.Query($"{Select} WHERE hash = $hash", Read, ("$hash", hash)).SingleOrDefault(), cancellationToken);

    public async Task<IReadOnlyList<ApiKey>> List(CancellationToken cancellationToken) =>
        await database.Read(connection => connection.Query($"{Select} ORDER BY created_at, id", Read), cancellationToken);

    public Task Add(ApiKey key, CancellationToken cancellationToken) => database.Write(connection => Add(connection, key), cancellationToken);

    public Task<bool> Replace(ApiKey old, ApiKey by, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
                connection.Execute(
                    "UPDATE api_keys SET expires_at = $expires, replaced_by = $by WHERE id = $id AND replaced_by IS NULL",
                    ("$expires", old.ExpiresAt?.UtcTicks), ("$by", old.ReplacedBy), ("$id", old.Id)) > 0
                && Add(connection, by) > 0,
            cancellationToken);

    public Task<bool> Revoke(string id, CancellationToken cancellationToken) =>
        database.Write(connection => connection.Execute("DELETE FROM api_keys WHERE id = $id", ("$id", id)) > 0, cancellationToken);

    public Task<bool> RevokeUnlessLast(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                "DELETE FROM api_keys WHERE id = $id AND (role <> $admin OR EXISTS (SELECT 1 FROM api_keys WHERE id <> $id AND role = $admin "
                + "AND (expires_at IS NULL OR expires_at > $now)))",
                ("$id", id), ("$admin", nameof(Role.Admin)), ("$now", now.UtcTicks)) > 0,
            cancellationToken);

    public Task NoteUse(string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                "UPDATE api_keys SET last_used_at = $at WHERE id = $id AND coalesce(last_used_at, 0) < $at", ("$id", id), ("$at", at.UtcTicks)),
            cancellationToken);

    private static int Add(SqliteConnection connection, ApiKey key) => connection.Execute(
        "INSERT INTO api_keys (id, hash, name, tenant, role, created_at, expires_at, last_used_at) VALUES ($id, $hash, $name, $tenant, $role, "
        + "$created, $expires, $used)",
        ("$id", key.Id),
        ("$hash", key.Hash),
        ("$name", key.Name),
        ("$tenant", key.Tenant),
        ("$role", key.Role.ToString()),
        ("$created", key.CreatedAt.UtcTicks),
        ("$expires", key.ExpiresAt?.UtcTicks),
        ("$used", key.LastUsedAt?.UtcTicks));

    private static ApiKey Read(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetString(3),
        reader.Word<Role>(4, $"API key {reader.GetString(0)}"),
        new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero),
        reader.Time(6),
        reader.Time(7),
        reader.Text(8));
}

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
