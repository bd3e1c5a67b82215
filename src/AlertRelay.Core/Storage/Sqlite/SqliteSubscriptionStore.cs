using AlertRelay.Alerts;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteSubscriptionStore(SqliteDatabase database, Keyring keys, UnreadableRows unreadable, RenamedChannels renamed)
    : ISubscriptionStore, IDisposable
{
    private const long ResealedAtOnce = 200;

    private readonly DecryptedSubscriptionCache _opened = new(keys, renamed);

    public Task<Subscription?> Find(string id, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query("SELECT id, subscription FROM subscriptions WHERE id = $id", Read, ("$id", id)).SingleOrDefault(),
            cancellationToken);

    public async Task<SubscriptionPage> List(string? tenant, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var ofTenant = tenant is null ? "" : "AND tenant = $tenant";
        var found = await database.Read(
            connection => connection.Query(
                $"SELECT id, subscription FROM subscriptions WHERE id > $after {ofTenant} ORDER BY id LIMIT $limit",
                Listed,
                [("$after", cursor ?? ""), ("$limit", limit + 1L), .. tenant is null ? [] : new (string, object?)[] { ("$tenant", tenant) }]),
            cancellationToken);
        return Page(found, limit);
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
                    "INSERT INTO subscriptions (id, tenant, version, subscription) VALUES ($id, $tenant, $version, $subscription)", Row(subscription));
                File(connection, subscription);
                return true;
            },
            cancellationToken);

    public Task<bool> Update(Subscription subscription, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                var updated = connection.Execute(
                    "UPDATE subscriptions SET tenant = $tenant, version = $version, subscription = $subscription WHERE id = $id AND version = $version - 1",
                    Row(subscription));
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
        var (sealedAnew, after) = (0, "");
        while (await database.Write(connection => ResealNext(connection, after), cancellationToken) is { } next)
            (sealedAnew, after) = (sealedAnew + next.Count, next.Last);

        if (sealedAnew > 0)
            await database.Rebuild(cancellationToken);

        return sealedAnew;
    }

    public async Task<SubscriptionPage> Candidates(Alert alert, string? cursor, string? until, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = await database.Read(
            connection => connection.Query(
                "SELECT id, subscription FROM subscriptions WHERE id IN (SELECT value FROM json_each($ids)) ORDER BY id",
                Listed,
                ("$ids", Sql.List(CandidateIds(connection, alert, cursor ?? "", limit + 1L).Where(id => IsBefore(id, until))))),
            cancellationToken);
        return Page(found, limit);
    }

    public void Dispose() => _opened.Dispose();

    /// <returns>The last row looked at, and how many were encrypted; null at the end.</returns>
    private (string Last, int Count)? ResealNext(SqliteConnection connection, string after)
    {
        var found = connection.Query(
            "SELECT id, subscription FROM subscriptions WHERE id > $after AND substr(subscription, 1, length($head)) IS NOT $head ORDER BY id LIMIT $limit",
            ToReEncrypt,
            ("$after", after), ("$head", keys.CurrentHead), ("$limit", ResealedAtOnce));
        foreach (var subscription in found.Select(row => row.Subscription).OfType<Subscription>())
        {
            connection.Execute("UPDATE subscriptions SET tenant = $tenant, version = $version, subscription = $subscription WHERE id = $id", Row(subscription));
            Unfile(connection, subscription.Id);
            File(connection, subscription);
        }

        return found.Count == 0 ? null : (found[^1].Id, found.Count(row => row.Subscription is not null));
    }

    private static bool IsBefore(string id, string? until) => until is null || string.CompareOrdinal(id, until) <= 0;

    // At most a page from each entry, in order: the cost is entries times page, however many are filed under an entry.
    private IEnumerable<string> CandidateIds(SqliteConnection connection, Alert alert, string after, long limit) =>
        renamed.EntriesFor(alert)
            .SelectMany(entry => connection.Query(
                "SELECT subscription_id FROM subscription_index WHERE entry = $entry AND subscription_id > $after ORDER BY subscription_id LIMIT $limit",
                reader => reader.GetString(0),
                ("$entry", entry), ("$after", after), ("$limit", limit)))
            .Concat(FilterIndex.IsForEveryCountry(alert) ? NamingCountries(connection, after, limit) : [])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Take((int)limit);

    // In the order of ids, so that it ends with the page. The entries of the countries have another order.
    private static List<string> NamingCountries(SqliteConnection connection, string after, long limit) => connection.Query(
        "SELECT id FROM subscriptions WHERE id > $after AND EXISTS "
        + "(SELECT 1 FROM subscription_index WHERE subscription_id = subscriptions.id AND substr(entry, 1, length($countries)) = $countries) "
        + "ORDER BY id LIMIT $limit",
        reader => reader.GetString(0),
        ("$countries", FilterIndex.OfCountries), ("$after", after), ("$limit", limit));

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

    private static SubscriptionPage Page(List<(string Id, Subscription? Subscription)> found, int limit) =>
        new([.. found.Take(limit).Select(row => row.Subscription).OfType<Subscription>()], found.Count > limit ? found[limit - 1].Id : null);

    private (string, object?)[] Row(Subscription subscription) =>
    [
        ("$id", subscription.Id),
        ("$tenant", subscription.Tenant),
        ("$version", subscription.Version),
        ("$subscription", EncryptedDocument.Write(keys, subscription, DocumentSerializer.Subscription, DecryptedSubscriptionCache.Name(subscription.Id))),
    ];

    private (string Id, Subscription? Subscription) Listed(SqliteDataReader reader) =>
        (reader.GetString(0), unreadable.Read(() => Read(reader)));

    // Rows whose key is missing stay as they are; the others are encrypted with the current key.
    private (string Id, Subscription? Subscription) ToReEncrypt(SqliteDataReader reader) =>
        (reader.GetString(0), unreadable.Read(() => Read(reader), orKeyMissing: true));

    // Not copied out of SQLite where it is open already. Text are rows from before subscriptions were sealed.
    private Subscription Read(SqliteDataReader reader) =>
        reader.Handle is { } row && raw.sqlite3_column_type(row, 1) == raw.SQLITE_BLOB
            ? _opened.Read(reader.GetString(0), raw.sqlite3_column_blob(row, 1))
            : _opened.Read(reader.GetString(0), reader.GetValue(1));
}
