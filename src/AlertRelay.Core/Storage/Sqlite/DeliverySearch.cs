using AlertRelay.Deliveries;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

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

    /// <summary>At worst a scan of an index of undelivered deliveries only.</summary>
    public static DeliveryPage Undelivered(SqliteConnection connection, DeliveryQuery query, long before)
    {
        var found = connection.Query(
            $"SELECT {DeliveryRows.Columns}, sequence FROM deliveries INDEXED BY deliveries_undelivered "
            + "WHERE status <> 'Delivered' AND sequence < $before AND status = coalesce($status, status) "
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
