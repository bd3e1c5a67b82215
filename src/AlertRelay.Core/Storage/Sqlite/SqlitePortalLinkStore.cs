using AlertRelay.Keys;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqlitePortalLinkStore(SqliteDatabase database) : IPortalLinkStore
{
    private const string Select = "SELECT id, hash, tenant, role, created_by, created_at, expires_at, opened_at, key_id FROM portal_links";

    public Task<PortalLink?> Find(string id, CancellationToken cancellationToken) =>
        database.Read(connection => connection.Query($"{Select} WHERE id = $id", Read, ("$id", id)).SingleOrDefault(), cancellationToken);

    public async Task<PortalLinkPage> List(string? tenant, DateTimeOffset now, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var (createdAt, id) = cursor is null ? (long.MaxValue, "") : PortalLinkCursor.Read(cursor);
        var links = await database.Read(
            connection => connection.Query(
                $"{Select} WHERE {(tenant is null ? "$tenant IS NULL" : "tenant = $tenant")} AND created_at <= $created AND (created_at < $created OR "
                + "id > $id) "
                + "AND coalesce(opened_at + $session, expires_at) > $now ORDER BY created_at DESC, id LIMIT $limit",
                Read,
                ("$tenant", tenant),
                ("$created", createdAt),
                ("$id", id),
                ("$session", PortalLink.SessionLength.Ticks),
                ("$now", now.UtcTicks),
                ("$limit", limit + 1)),
            cancellationToken);
        return links.Count <= limit ? new PortalLinkPage(links, null) : new PortalLinkPage([.. links.Take(limit)], PortalLinkCursor.Write(links[limit - 1]));
    }

    public Task<bool> Add(PortalLink link, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                "INSERT INTO portal_links (id, hash, tenant, role, created_by, created_at, expires_at, opened_at, key_id) "
                + "VALUES ($id, $hash, $tenant, $role, $by, $created, $expires, $opened, $key) ON CONFLICT DO NOTHING",
                ("$id", link.Id),
                ("$hash", link.Hash),
                ("$tenant", link.Tenant),
                ("$role", link.Role.ToString()),
                ("$by", link.CreatedBy),
                ("$created", link.CreatedAt.UtcTicks),
                ("$expires", link.ExpiresAt.UtcTicks),
                ("$opened", link.OpenedAt?.UtcTicks),
                ("$key", link.KeyId)) > 0,
            cancellationToken);

    public Task<bool> Open(string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                "UPDATE portal_links SET opened_at = $at WHERE id = $id AND opened_at IS NULL", ("$id", id), ("$at", at.UtcTicks)) > 0,
            cancellationToken);

    public Task<bool> Revoke(string id, CancellationToken cancellationToken) =>
        database.Write(connection => connection.Execute("DELETE FROM portal_links WHERE id = $id", ("$id", id)) > 0, cancellationToken);

    public Task<int> Forget(DateTimeOffset then, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                "DELETE FROM portal_links WHERE coalesce(opened_at + $session, expires_at) <= $then",
                ("$session", PortalLink.SessionLength.Ticks), ("$then", then.UtcTicks)),
            cancellationToken);

    private static PortalLink Read(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.Word<Role>(3, $"portal link {reader.GetString(0)}"),
        reader.GetString(4),
        new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero),
        new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero),
        reader.Time(7),
        reader.Text(8));
}
