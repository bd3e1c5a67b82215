namespace AlertRelay.Storage.Sqlite;

/// <summary>For the start of the only relay of this file: ends the leases of a killed one.</summary>
public static class AbandonedLeases
{
    public static Task Release(SqliteDatabase database, CancellationToken cancellationToken)
    {
        var now = database.Time.GetUtcNow().UtcTicks;
        return database.Write(
            connection =>
            {
                connection.Execute("DELETE FROM poll_leases");
                connection.Execute("UPDATE work SET visible_at = $now WHERE visible_at > $now", ("$now", now));
                return connection.Execute(
                    "UPDATE deliveries SET due_at = $now, interrupted = 1 WHERE status = 'Pending' AND due_at <> next_attempt_at AND due_at > $now",
                    ("$now", now));
            },
            cancellationToken);
    }
}
