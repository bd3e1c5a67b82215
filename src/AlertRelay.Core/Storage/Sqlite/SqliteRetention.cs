using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Deletes old rows in short transactions, so that other writers wait briefly only.</summary>
internal static class SqliteRetention
{
    private const int Batch = 1000;

    public static Task<int> ForgetDeliveries(this SqliteDatabase database, DateTimeOffset settledBefore, CancellationToken cancellationToken) =>
        database.DeleteInBatches(
            connection => DeleteBatch(
                connection,
                "DELETE FROM deliveries WHERE sequence IN (SELECT sequence FROM deliveries WHERE status <> 'Pending' AND updated_at < $before "
                + "ORDER BY updated_at LIMIT $batch) RETURNING sequence",
                settledBefore,
                "DELETE FROM attempts WHERE delivery = $delivery"),
            cancellationToken);

    public static Task<int> ForgetAlerts(this SqliteDatabase database, DateTimeOffset detectedBefore, CancellationToken cancellationToken) =>
        database.DeleteInBatches(
            connection => DeleteBatch(
                connection,
                "DELETE FROM alerts WHERE sequence IN (SELECT sequence FROM alerts WHERE detected_at < $before "
                + "ORDER BY detected_at LIMIT $batch) RETURNING sequence",
                detectedBefore,
                "DELETE FROM alert_countries WHERE sequence = $sequence"),
            cancellationToken);

    /// <param name="statement">Deletes at most $batch rows, in the order of the column that it compares with $before.</param>
    public static Task<int> ForgetRows(this SqliteDatabase database, string statement, object before, CancellationToken cancellationToken) =>
        database.DeleteInBatches(connection => connection.Execute(statement, ("$before", before), ("$batch", Batch)), cancellationToken);

    private static async Task<int> DeleteInBatches(this SqliteDatabase database, Func<SqliteConnection, int> delete, CancellationToken cancellationToken)
    {
        var total = 0;
        int deleted;
        do
        {
            deleted = await database.Write(delete, cancellationToken);
            total += deleted;
        }
        while (deleted == Batch);

        return total;
    }

    /// <param name="ofEach">Deletes the rows that belong to a deleted row, by its sequence.</param>
    private static int DeleteBatch(SqliteConnection connection, string statement, DateTimeOffset before, string ofEach)
    {
        var old = connection.Query(statement, reader => reader.GetInt64(0), ("$before", before.UtcTicks), ("$batch", Batch));
        using var rest = new Statement(connection, ofEach);
        foreach (var sequence in old)
            rest.Run(sequence);

        return old.Count;
    }
}
