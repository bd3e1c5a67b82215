using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Table "counts".</summary>
internal static class CountRows
{
    public static Dictionary<string, long> Number(SqliteConnection connection, string alertId, IReadOnlyList<string> subscriptionIds)
    {
        var counts = Of(connection, subscriptionIds);
        var alert = SubscriptionCount.Mark(alertId);
        var numbers = new Dictionary<string, long>(subscriptionIds.Count);
        using var write = new Statement(
            connection,
            "INSERT INTO counts (subscription_id, last, recent) VALUES ($id, $last, $recent) ON CONFLICT (subscription_id) DO UPDATE SET last = "
            + "excluded.last, recent = excluded.recent");
        foreach (var id in subscriptionIds.Distinct())
        {
            var count = counts.GetValueOrDefault(id, SubscriptionCount.None);
            if (count.NumberOf(alert) is { } given)
            {
                numbers[id] = given;
                continue;
            }

            var next = count.With(alert);
            write.Run(id, next.Last, next.Recent);
            numbers[id] = next.Last;
        }

        return numbers;
    }

    public static long Last(SqliteConnection connection, string subscriptionId) =>
        connection.Number("SELECT last FROM counts WHERE subscription_id = $id", ("$id", subscriptionId)) ?? 0;

    public static bool IsNumbered(SqliteConnection connection, string alertId, string subscriptionId) =>
        Of(connection, [subscriptionId]).GetValueOrDefault(subscriptionId, SubscriptionCount.None).NumberOf(SubscriptionCount.Mark(alertId)) is not null;

    public static void Delete(SqliteConnection connection, string subscriptionId) =>
        connection.Execute("DELETE FROM counts WHERE subscription_id = $id", ("$id", subscriptionId));

    private static Dictionary<string, SubscriptionCount> Of(SqliteConnection connection, IReadOnlyList<string> subscriptionIds) => connection.Query(
        "SELECT subscription_id, last, recent FROM counts WHERE subscription_id IN (SELECT value FROM json_each($ids))",
        reader => (Id: reader.GetString(0), Count: new SubscriptionCount(reader.GetInt64(1), (byte[])reader.GetValue(2))),
        ("$ids", Sql.List(subscriptionIds))).ToDictionary(row => row.Id, row => row.Count);
}
