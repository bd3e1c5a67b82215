using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

public static class Retention
{
    private const int Batch = 1000;

    private static readonly TimeSpan LedgerIsKept = TimeSpan.FromDays(30);

    /// <summary>Forgets settled deliveries and their attempts after 30 days. Alerts are kept.</summary>
    /// <returns>How many deliveries were forgotten.</returns>
    public static async Task<int> Prune(this SqliteDatabase database, DateTimeOffset now, CancellationToken cancellation)
    {
        var total = 0;
        int forgotten;
        do
        {
            // In short transactions, so that nobody waits long for the writer.
            forgotten = await database.Write(connection => PruneBatch(connection, (now - LedgerIsKept).UtcTicks), cancellation);
            total += forgotten;
        }
        while (forgotten == Batch);

        return total;
    }

    private static int PruneBatch(SqliteConnection connection, long before)
    {
        var old = connection.Query(
            "DELETE FROM deliveries WHERE sequence IN "
            + "(SELECT sequence FROM deliveries WHERE status <> 'Pending' AND updated_at < $before ORDER BY updated_at LIMIT $batch) RETURNING sequence",
            reader => reader.GetInt64(0),
            ("$before", before), ("$batch", Batch));
        using var attempts = new Statement(connection, "DELETE FROM attempts WHERE delivery = $delivery", "$delivery");
        foreach (var delivery in old)
            attempts.Run(delivery);

        return old.Count;
    }
}
