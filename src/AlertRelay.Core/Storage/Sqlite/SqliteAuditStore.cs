using AlertRelay.Auditing;
using AlertRelay.Storage.Encryption;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteAuditStore(SqliteDatabase database, Keyring keys, UnreadableRows unreadable) : IAuditStore
{
    private const int Batch = 500;

    public Task Add(AuditEntry entry, CancellationToken cancellationToken)
    {
        var document = AuditSerializer.Write(keys, entry);
        return database.Write(
            connection => connection.Execute(
                "INSERT INTO audit (id, tenant, action, subject, entry) VALUES ($id, $tenant, $action, $subject, $entry)",
                ("$id", entry.Id), ("$tenant", entry.Tenant), ("$action", entry.Action), ("$subject", entry.Subject), ("$entry", document)),
            cancellationToken);
    }

    public async Task<AuditPage> List(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        (string Column, string? Value)[] narrow = [("subject", query.Subject), ("tenant", query.Tenant), ("action", query.Action)];
        var set = narrow.Where(each => each.Value is not null).ToList();
        var found = await database.Read(
            connection => connection.Query(
                $"SELECT id, entry FROM audit {IndexOf(query)}WHERE id {(query.NewestFirst ? '<' : '>')} $after AND id >= $first AND id < $end "
                + string.Concat(set.Select(each => $"AND {each.Column} = ${each.Column} "))
                + $"ORDER BY id {(query.NewestFirst ? "DESC" : "ASC")} LIMIT $limit",
                Listed,
                [
                    ("$after", query.After ?? (query.NewestFirst ? AuditId.End : "")),
                    ("$first", query.First),
                    ("$end", query.End),
                    ("$limit", query.Limit + 1L),
                    .. set.Select(each => ($"${each.Column}", (object?)each.Value)),
                ]),
            cancellationToken);
        return new AuditPage(
            [.. found.Take(query.Limit).Select(row => row.Entry).OfType<AuditEntry>()], found.Count > query.Limit ? found[query.Limit - 1].Id : null);
    }

    public Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ForgetRows(
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < $before ORDER BY id LIMIT $batch)", AuditId.From(before), cancellationToken);

    public async Task<int> ReEncrypt(CancellationToken cancellationToken)
    {
        var (reencrypted, after) = (0, "");
        while (await database.Write(connection => ReEncryptNext(connection, after), cancellationToken) is { } next)
            (reencrypted, after) = (reencrypted + next.Count, next.Last);

        return reencrypted;
    }

    // Named, because SQLite without statistics does not know that a subject has far fewer entries than an action. Without any, the ids are the order.
    private static string IndexOf(AuditQuery query) => query switch
    {
        { Subject: not null } => "INDEXED BY audit_by_subject ",
        { Tenant: not null, Action: not null } => "INDEXED BY audit_by_tenant_and_action ",
        { Tenant: not null } => "INDEXED BY audit_by_tenant ",
        { Action: not null } => "INDEXED BY audit_by_action ",
        _ => "",
    };

    /// <returns>The last row examined, and how many were encrypted; null at the end.</returns>
    private (string Last, int Count)? ReEncryptNext(SqliteConnection connection, string after)
    {
        var found = connection.Query(
            "SELECT id, entry FROM audit WHERE id > $after AND substr(entry, 1, length($any)) IS $any AND substr(entry, 1, length($head)) IS NOT "
            + "$head ORDER BY id LIMIT $batch",
            ToReEncrypt,
            ("$after", after), ("$any", Keyring.AnyHead), ("$head", keys.CurrentHead), ("$batch", Batch));
        foreach (var entry in found.Select(row => row.Entry).OfType<AuditEntry>())
            connection.Execute("UPDATE audit SET entry = $entry WHERE id = $id", ("$entry", AuditSerializer.Write(keys, entry)), ("$id", entry.Id));

        return found.Count == 0 ? null : (found[^1].Id, found.Count(row => row.Entry is not null));
    }

    private (string Id, AuditEntry? Entry) Listed(SqliteDataReader reader) => (reader.GetString(0), unreadable.Read(() => Read(reader)));

    private (string Id, AuditEntry? Entry) ToReEncrypt(SqliteDataReader reader) =>
        (reader.GetString(0), unreadable.Read(() => Read(reader), orKeyMissing: true));

    private AuditEntry Read(SqliteDataReader reader) => AuditSerializer.Read(keys, reader.GetValue(1), reader.GetString(0));
}
