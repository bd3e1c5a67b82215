using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal static class SqliteRetention
{
    private const int Batch = 1000;

    public static async Task<int> ForgetDeliveries(this SqliteDatabase database, DateTimeOffset settledBefore, CancellationToken cancellationToken)
    {
        var total = 0;
        int forgotten;
        do
        {
            // In short transactions, so that nobody waits long for the writer.
            forgotten = await database.Write(connection => ForgetBatch(connection, settledBefore.UtcTicks), cancellationToken);
            total += forgotten;
        }
        while (forgotten == Batch);

        return total;
    }

    private static int ForgetBatch(SqliteConnection connection, long before)
    {
        var old = connection.Query(
            "DELETE FROM deliveries WHERE sequence IN "
            + "(SELECT sequence FROM deliveries WHERE status <> 'Pending' AND updated_at < $before ORDER BY updated_at LIMIT $batch) RETURNING sequence",
            reader => reader.GetInt64(0),
            ("$before", before), ("$batch", Batch));
        using var attempts = new Statement(connection, "DELETE FROM attempts WHERE delivery = $delivery");
        foreach (var delivery in old)
            attempts.Run(delivery);

        return old.Count;
    }
}
