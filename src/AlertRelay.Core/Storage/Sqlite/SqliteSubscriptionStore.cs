using AlertRelay.Alerts;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteSubscriptionStore(SqliteDatabase database, Keyring keys, UnreadableRows unreadable, RenamedChannels renamed)
    : ISubscriptionStore, IDisposable
{
    private const long ReEncryptionBatchSize = 200;

    private readonly DecryptedSubscriptionCache _decrypted = new(keys, renamed);

    public Task<Subscription?> Find(string id, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query("SELECT id, subscription FROM subscriptions WHERE id = $id", Read, ("$id", id)).SingleOrDefault(),
            cancellationToken);

    public Task<SubscriptionPage> List(
        string? tenant, SubscriptionStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        List(
            SubscriptionSearch.Sql(tenant, status), (tenant, status), subscription => status is null || subscription.Status == status, cursor, limit,
            cancellationToken);

    public Task<SubscriptionPage> ListQuiet(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        List(
            SubscriptionSearch.QuietSql(tenant), (tenant, null), subscription => subscription.Noise.IsQuietAtTimes, cursor, limit, cancellationToken);

    public Task<SubscriptionPage> ListFailing(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        List(SubscriptionSearch.FailingSql(tenant), (tenant, null), subscription => subscription.IsFailing, cursor, limit, cancellationToken);

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
                connection.Execute(SubscriptionStatements.Insert, Row(subscription));
                File(connection, subscription);
                return true;
            },
            cancellationToken);

    public Task<bool> Update(Subscription subscription, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                if (connection.Execute($"{SubscriptionStatements.Overwrite} AND version = $version - 1", Row(subscription)) == 0)
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
                CountRows.Delete(connection, id);
                var tenants = connection.Query("DELETE FROM subscriptions WHERE id = $id RETURNING tenant", reader => reader.GetString(0), ("$id", id));
                DeliveryRows.DeadLetterPending(connection, id, tenants.SingleOrDefault(), database.Time.GetUtcNow());
                return tenants.Count > 0;
            },
            cancellationToken);

    public async Task<int> ReEncrypt(CancellationToken cancellationToken)
    {
        var (reencrypted, after, filled) = (0, "", "");
        while (await database.Write(connection => FillLists(connection, filled), cancellationToken) is { } last)
            filled = last;

        while (await database.Write(connection => ReEncryptNext(connection, after), cancellationToken) is { } next)
            (reencrypted, after) = (reencrypted + next.Count, next.Last);

        if (reencrypted > 0)
            await database.Rebuild(cancellationToken);

        return reencrypted;
    }

    public async Task<SubscriptionPage> Candidates(Alert alert, string? cursor, string? until, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = await database.Read(
            connection => connection.Query(
                "SELECT id, subscription FROM subscriptions WHERE id IN (SELECT value FROM json_each($ids)) ORDER BY id",
                Listed,
                ("$ids", Sql.List(CandidateIds(connection, alert, cursor, until, limit + 1L)))),
            cancellationToken);
        return Page(found, limit);
    }

    public void Dispose() => _decrypted.Dispose();

    /// <param name="isWanted">Rows that an older version wrote may be found although they do not belong there.</param>
    private async Task<SubscriptionPage> List(
        string sql, (string? Tenant, SubscriptionStatus? Status) wanted, Func<Subscription, bool> isWanted, string? cursor, int limit,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = await database.Read(
            connection => connection.Query(sql, Listed, SubscriptionSearch.Values(wanted.Tenant, wanted.Status, cursor, limit + 1L)), cancellationToken);
        var page = Page(found, limit);
        return page with { Subscriptions = [.. page.Subscriptions.Where(isWanted)] };
    }

    /// <returns>The last row examined; null at the end.</returns>
    private string? FillLists(SqliteConnection connection, string after)
    {
        // Rows without a status are older than those that do not say whether they are quiet. The second condition names the index.
        var found = connection.Query(
            "SELECT id, subscription FROM subscriptions WHERE quiet = 2 AND quiet <> 0 AND id > $after ORDER BY id LIMIT $limit",
            ToReEncrypt,
            ("$after", after), ("$limit", ReEncryptionBatchSize));
        using var fill = new Statement(connection, "UPDATE subscriptions SET status = $status, quiet = $quiet, failing = $failing WHERE id = $id");
        foreach (var subscription in found.Select(row => row.Subscription).OfType<Subscription>())
            fill.Run(subscription.Status.ToString(), subscription.Noise.IsQuietAtTimes ? 1 : 0, subscription.IsFailing ? 1 : 0, subscription.Id);

        return found.Count == 0 ? null : found[^1].Id;
    }

    /// <returns>The last row examined, and how many were encrypted; null at the end.</returns>
    private (string Last, int Count)? ReEncryptNext(SqliteConnection connection, string after)
    {
        var found = connection.Query(
            "SELECT id, subscription FROM subscriptions WHERE id > $after AND substr(subscription, 1, length($head)) IS NOT $head ORDER BY id LIMIT $limit",
            ToReEncrypt,
            ("$after", after), ("$head", keys.CurrentHead), ("$limit", ReEncryptionBatchSize));
        foreach (var subscription in found.Select(row => row.Subscription).OfType<Subscription>())
        {
            connection.Execute(SubscriptionStatements.Overwrite, Row(subscription));
            Unfile(connection, subscription.Id);
            File(connection, subscription);
        }

        return found.Count == 0 ? null : (found[^1].Id, found.Count(row => row.Subscription is not null));
    }

    private IEnumerable<string> CandidateIds(SqliteConnection connection, Alert alert, string? cursor, string? until, long limit) =>
        SubscriptionSearch.CandidateIds(connection, renamed.EntriesFor(alert), FilterIndex.IsForEveryCountry(alert), cursor ?? "", limit)
            .Where(id => until is null || string.CompareOrdinal(id, until) <= 0);

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

    private static SubscriptionPage Page(List<(string Id, Subscription? Subscription)> found, int limit) =>
        new([.. found.Take(limit).Select(row => row.Subscription).OfType<Subscription>()], found.Count > limit ? found[limit - 1].Id : null);

    private (string, object?)[] Row(Subscription subscription) =>
    [
        ("$id", subscription.Id),
        ("$tenant", subscription.Tenant),
        ("$version", subscription.Version),
        ("$status", subscription.Status.ToString()),
        ("$quiet", subscription.Noise.IsQuietAtTimes ? 1 : 0),
        ("$failing", subscription.IsFailing ? 1 : 0),
        ("$subscription", EncryptedDocument.Write(keys, subscription, DocumentSerializer.Subscription, DecryptedSubscriptionCache.Name(subscription.Id))),
    ];

    private (string Id, Subscription? Subscription) Listed(SqliteDataReader reader) =>
        (reader.GetString(0), unreadable.Read(() => Read(reader)));

    // Rows whose key is missing stay as they are.
    private (string Id, Subscription? Subscription) ToReEncrypt(SqliteDataReader reader) =>
        (reader.GetString(0), unreadable.Read(() => Read(reader), orKeyMissing: true));

    // Avoids a copy if the row is in the cache. Rows in plain text are from before subscriptions were encrypted.
    private Subscription Read(SqliteDataReader reader) =>
        reader.Handle is { } row && raw.sqlite3_column_type(row, 1) == raw.SQLITE_BLOB
            ? _decrypted.Read(reader.GetString(0), raw.sqlite3_column_blob(row, 1))
            : _decrypted.Read(reader.GetString(0), reader.GetValue(1));
}
