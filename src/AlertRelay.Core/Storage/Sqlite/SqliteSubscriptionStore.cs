using AlertRelay.Alerts;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteSubscriptionStore(SqliteDatabase database, Keyring keys) : ISubscriptionStore, IDisposable
{
    private const long ResealedAtOnce = 200;

    private const string Overwrite =
        "UPDATE subscriptions SET tenant = $tenant, version = $version, status = $status, subscription = $subscription WHERE id = $id";

    private readonly DecryptedSubscriptionCache _opened = new(keys);

    public Task<Subscription?> Find(string id, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query("SELECT id, subscription FROM subscriptions WHERE id = $id", Read, ("$id", id)).SingleOrDefault(),
            cancellationToken);

    public async Task<SubscriptionPage> List(
        string? tenant, SubscriptionStatus? status, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = await database.Read(
            connection => connection.Query(SubscriptionSearch.Sql(tenant, status), Read, SubscriptionSearch.Values(tenant, status, cursor, limit + 1L)),
            cancellationToken);
        var page = Page(found, limit);
        return status is null ? page : page with { Subscriptions = [.. page.Subscriptions.Where(subscription => subscription.Status == status)] };
    }

    public async Task<int> Count(string tenant, int limit, CancellationToken cancellationToken) =>
        (int)(await database.Read(
            connection => connection.Number(
                "SELECT count(*) FROM (SELECT 1 FROM subscriptions WHERE tenant = $tenant LIMIT $limit)", ("$tenant", tenant), ("$limit", limit)),
            cancellationToken) ?? 0);

    public Task<string?> FindDuplicate(Subscription subscription, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                "SELECT subscription_id FROM subscription_index WHERE entry IN (SELECT value FROM json_each($entries)) LIMIT 1",
                reader => reader.GetString(0),
                ("$entries", Sql.List(DuplicateIndex.EntriesFor(keys, subscription)))).SingleOrDefault(),
            cancellationToken);

    public Task Add(Subscription subscription, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                connection.Execute(
                    "INSERT INTO subscriptions (id, tenant, version, status, subscription) VALUES ($id, $tenant, $version, $status, $subscription)",
                    Row(subscription));
                File(connection, subscription);
                return true;
            },
            cancellationToken);

    public Task<bool> Update(Subscription subscription, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                var updated = connection.Execute(
                    $"{Overwrite} AND version = $version - 1", Row(subscription));
                if (updated == 0)
                    return false;

                Unfile(connection, subscription.Id);
                File(connection, subscription);
                return true;
            },
            cancellationToken);

    public Task<bool> Delete(string id, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                Unfile(connection, id);
                GiveUpPending(connection, id);
                CountRows.Delete(connection, id);
                return connection.Execute("DELETE FROM subscriptions WHERE id = $id", ("$id", id)) > 0;
            },
            cancellationToken);

    public async Task<int> ReEncrypt(CancellationToken cancellationToken)
    {
        while (await database.Write(FillStatus, cancellationToken))
        {
        }

        var (sealedAnew, after) = (0, "");
        while (await database.Write(connection => ResealNext(connection, after), cancellationToken) is { Count: > 0 } ids)
            (sealedAnew, after) = (sealedAnew + ids.Count, ids[^1]);

        if (sealedAnew > 0)
            await database.Rebuild(cancellationToken);

        return sealedAnew;
    }

    public async Task<SubscriptionPage> Candidates(Alert alert, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = await database.Read(
            connection => connection.Query(
                "SELECT id, subscription FROM subscriptions WHERE id IN (SELECT value FROM json_each($ids)) ORDER BY id",
                Read,
                ("$ids", Sql.List(SubscriptionSearch.CandidateIds(connection, alert, cursor ?? "", limit + 1L)))),
            cancellationToken);
        return Page(found, limit);
    }

    public void Dispose() => _opened.Dispose();

    /// <returns>Whether there may be more rows that were written before there was the column.</returns>
    private bool FillStatus(SqliteConnection connection)
    {
        // The second condition names the index.
        var found = connection.Query(
            "SELECT id, subscription FROM subscriptions WHERE status = '' AND status <> 'Active' LIMIT $limit", Read, ("$limit", ResealedAtOnce));
        using var fill = new Statement(connection, "UPDATE subscriptions SET status = $status WHERE id = $id");
        foreach (var subscription in found)
            fill.Run(subscription.Status.ToString(), subscription.Id);

        return found.Count == ResealedAtOnce;
    }

    private List<string> ResealNext(SqliteConnection connection, string after)
    {
        var found = connection.Query(
            "SELECT id, subscription FROM subscriptions WHERE id > $after AND substr(subscription, 1, length($head)) IS NOT $head ORDER BY id LIMIT $limit",
            Read,
            ("$after", after), ("$head", keys.CurrentHead), ("$limit", ResealedAtOnce));
        foreach (var subscription in found)
        {
            connection.Execute(Overwrite, Row(subscription));
            Unfile(connection, subscription.Id);
            File(connection, subscription);
        }

        return [.. found.Select(subscription => subscription.Id)];
    }

    private void File(SqliteConnection connection, Subscription subscription)
    {
        using var file = new Statement(connection, "INSERT INTO subscription_index (entry, subscription_id) VALUES ($entry, $id)");
        foreach (var entry in subscription.Status == SubscriptionStatus.Active ? FilterIndex.EntriesOf(subscription) : [])
            file.Run(entry, subscription.Id);

        if (DuplicateIndex.IsFiled(subscription))
            file.Run(DuplicateIndex.EntryOf(keys, subscription), subscription.Id);
    }

    private static void Unfile(SqliteConnection connection, string id) =>
        connection.Execute("DELETE FROM subscription_index WHERE subscription_id = $id", ("$id", id));

    private void GiveUpPending(SqliteConnection connection, string id) => connection.Execute(
        "UPDATE deliveries SET status = 'Dead', reason = 'subscription deleted', next_attempt_at = NULL, due_at = NULL, updated_at = $now "
        + "WHERE subscription_id = $id AND status = 'Pending'",
        ("$id", id), ("$now", database.Time.GetUtcNow().UtcTicks));

    private static SubscriptionPage Page(List<Subscription> found, int limit) =>
        found.Count > limit ? new SubscriptionPage(found[..limit], found[limit - 1].Id) : new SubscriptionPage(found, null);

    private (string, object?)[] Row(Subscription subscription) =>
    [
        ("$id", subscription.Id),
        ("$tenant", subscription.Tenant),
        ("$version", subscription.Version),
        ("$status", subscription.Status.ToString()),
        ("$subscription", EncryptedDocument.Write(keys, subscription, DocumentSerializer.Subscription, DecryptedSubscriptionCache.Name(subscription.Id))),
    ];

    // Not copied out of SQLite where it is open already. Text are rows from before subscriptions were sealed.
    private Subscription Read(SqliteDataReader reader) =>
        reader.Handle is { } row && raw.sqlite3_column_type(row, 1) == raw.SQLITE_BLOB
            ? _opened.Read(reader.GetString(0), raw.sqlite3_column_blob(row, 1))
            : _opened.Read(reader.GetString(0), reader.GetValue(1));
}
