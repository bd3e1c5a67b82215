using AlertRelay.Deliveries;
using Microsoft.Data.Sqlite;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteDeliveryStore(SqliteDatabase database, UnreadableRows unreadable) : IDeliveryStore
{
    private const string List = "d";

    public async Task<IReadOnlyDictionary<string, DeliveryRecord>> OfAlert(
        string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken)
    {
        var deliveries = Sql.List(subscriptionIds.Select(subscription => DeliveryId.Of(alertId, subscription)));
        return await database.Read(
            connection => connection.Query(
                $"SELECT {DeliveryRows.Columns} FROM deliveries WHERE id IN (SELECT value FROM json_each($ids))",
                reader => unreadable.Read(() => DeliveryRows.Read(reader)),
                ("$ids", deliveries)).OfType<DeliveryRecord>().ToDictionary(delivery => delivery.SubscriptionId),
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, long>> Number(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken) =>
        await database.Write(connection => CountRows.Number(connection, alertId, subscriptionIds), cancellationToken);

    public Task<bool> IsNumbered(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        database.Read(connection => CountRows.IsNumbered(connection, alertId, subscriptionId), cancellationToken);

    public Task<long> LastNumber(string subscriptionId, CancellationToken cancellationToken) =>
        database.Read(connection => CountRows.Last(connection, subscriptionId), cancellationToken);

    public Task Record(IReadOnlyList<(DeliveryRecord Delivery, Attempt Attempt)> outcomes, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                using var deliveries = DeliveryRows.RecordStatement(connection);
                using var attempts = AttemptRows.AddStatement(connection);
                foreach (var (delivery, attempt) in outcomes)
                {
                    deliveries.Run(DeliveryRows.Values(delivery));
                    attempts.Run(AttemptRows.Values(delivery.Id, attempt));
                }

                return true;
            },
            cancellationToken);

    public async Task<IReadOnlyList<DeliveryRecord>> TakeDue(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        // Usually nothing is due. Finding that out must not block the writer.
        return await IsAnyDue(now, cancellationToken)
            ? await database.Write(connection => DeliveryRows.Lease(connection, now, lease, limit), cancellationToken)
            : [];
    }

    public Task<bool> Take(string alertId, string subscriptionId, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken) =>
        database.Write(connection => DeliveryRows.Lease(connection, DeliveryId.Of(alertId, subscriptionId), now, lease), cancellationToken);

    public async Task<int> BringForward(DateTimeOffset latest, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.Read(connection => DeliveryRows.IsAnyAfter(connection, latest), cancellationToken)
            ? await database.Write(connection => DeliveryRows.BringForward(connection, latest, now), cancellationToken)
            : 0;

    public Task<bool> IsAnyDue(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Read(connection => DeliveryRows.IsAnyDue(connection, now), cancellationToken);

    public Task<DeliveryRecord?> Find(string deliveryId, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                $"SELECT {DeliveryRows.Columns} FROM deliveries WHERE id = $id", DeliveryRows.Read, ("$id", deliveryId)).SingleOrDefault(),
            cancellationToken);

    public Task Save(DeliveryRecord delivery, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                using var save = DeliveryRows.SaveStatement(connection);
                save.Run(DeliveryRows.Values(delivery));
                return true;
            },
            cancellationToken);

    public async Task<DeliveryPage> OfSubscription(
        string subscriptionId, DeliveryStatus? status, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var before = cursor is null ? long.MaxValue : Cursor.Read(List, 1, cursor)[0];
        var found = await database.Read(
            connection => connection.Query(
                $"SELECT {DeliveryRows.Columns}, sequence FROM deliveries "
                + "WHERE subscription_id = $subscription AND sequence < $before AND status = coalesce($status, status) ORDER BY sequence DESC LIMIT $limit",
                reader => (Delivery: unreadable.Read(() => DeliveryRows.Read(reader)), Sequence: reader.GetInt64(DeliveryRows.ColumnCount)),
                ("$subscription", subscriptionId), ("$before", before), ("$status", status?.ToString()), ("$limit", limit + 1L)),
            cancellationToken);
        return new DeliveryPage(
            [.. found.Take(limit).Select(row => row.Delivery).OfType<DeliveryRecord>()],
            found.Count > limit ? Cursor.Write(List, found[limit - 1].Sequence) : null);
    }

    public Task<DeliveryPage> OfAlert(string alertId, DeliveryQuery query, CancellationToken cancellationToken)
    {
        var range = DeliveryId.Range(alertId, query.Cursor);
        return database.Read(connection => DeliverySearch.OfAlert(connection, alertId, query, range), cancellationToken);
    }

    public Task<DeliveryPage> Undelivered(DeliveryQuery query, CancellationToken cancellationToken)
    {
        var before = query.Cursor is null ? long.MaxValue : Cursor.Read(DeliverySearch.List, 1, query.Cursor)[0];
        return database.Read(connection => DeliverySearch.Undelivered(connection, query, before), cancellationToken);
    }

    public async Task<IReadOnlyList<Attempt>> Attempts(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        await database.Read(connection => AttemptRows.Of(connection, alertId, subscriptionId), cancellationToken);

    public Task<int> Forget(DateTimeOffset settledBefore, CancellationToken cancellationToken) => database.ForgetDeliveries(settledBefore, cancellationToken);
}

/// <summary>Lists of deliveries across subscriptions.</summary>
internal static class DeliverySearch
{
    public const string List = "u";

    private const string OfTenant = "subscription_id IN (SELECT id FROM subscriptions WHERE tenant = $tenant)";

    /// <summary>A scan of the ids of the alert. For a tenant, one lookup for each of its subscriptions.</summary>
    public static DeliveryPage OfAlert(SqliteConnection connection, string alertId, DeliveryQuery query, (string After, string Before) range)
    {
        var ids = query.Tenant is { } tenant ? Sql.List(IdsOfTenant(connection, alertId, tenant, range.After)) : null;
        var place = ids is null ? "id > $after AND id < $before" : "id IN (SELECT value FROM json_each($ids))";
        var found = connection.Query(
            $"SELECT {DeliveryRows.Columns} FROM deliveries WHERE {place} "
            + "AND alert_id = $alert AND status = coalesce($status, status) ORDER BY id LIMIT $limit",
            DeliveryRows.Read,
            [
                ("$alert", alertId), ("$status", query.Status?.ToString()), ("$limit", query.Limit + 1L),
                .. ids is null ? new (string, object?)[] { ("$after", range.After), ("$before", range.Before) } : [("$ids", ids)],
            ]);
        return new DeliveryPage([.. found.Take(query.Limit)], found.Count > query.Limit ? found[query.Limit - 1].Id : null);
    }

    /// <summary>At worst a scan of an index of undelivered deliveries only; of dead or pending ones, of an index of these.</summary>
    public static DeliveryPage Undelivered(SqliteConnection connection, DeliveryQuery query, long before)
    {
        // By its words in the statement SQLite knows that the smaller index holds all.
        var place = query.Status is DeliveryStatus.Dead or DeliveryStatus.Pending
            ? $"INDEXED BY deliveries_open WHERE status = '{query.Status}'"
            : "INDEXED BY deliveries_undelivered WHERE status <> 'Delivered'";
        var found = connection.Query(
            $"SELECT {DeliveryRows.Columns}, sequence FROM deliveries {place} AND sequence < $before AND status = coalesce($status, status) "
            + $"{(query.Tenant is null ? "" : $"AND {OfTenant} ")}ORDER BY sequence DESC LIMIT $limit",
            reader => (Delivery: DeliveryRows.Read(reader), Sequence: reader.GetInt64(DeliveryRows.ColumnCount)),
            [
                ("$before", before), ("$status", query.Status?.ToString()), ("$limit", query.Limit + 1L),
                .. query.Tenant is { } tenant ? new (string, object?)[] { ("$tenant", tenant) } : [],
            ]);
        return new DeliveryPage(
            [.. found.Take(query.Limit).Select(row => row.Delivery)],
            found.Count > query.Limit ? Cursor.Write(List, found[query.Limit - 1].Sequence) : null);
    }

    private static IEnumerable<string> IdsOfTenant(SqliteConnection connection, string alertId, string tenant, string after) =>
        connection.Query("SELECT id FROM subscriptions WHERE tenant = $tenant", reader => reader.GetString(0), ("$tenant", tenant))
            .Select(subscription => DeliveryId.Of(alertId, subscription))
            .Where(id => string.CompareOrdinal(id, after) > 0);
}
