using AlertRelay.Polling;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Table "poll_leases". A lease with an end beyond the maximum was taken by a clock that was ahead, and is ignored.</summary>
internal sealed class SqlitePollLease(SqliteDatabase database) : IPollLease
{
    private readonly string _holder = Guid.NewGuid().ToString("N");

    public Task<bool> TryTake(string channel, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = database.Time.GetUtcNow().UtcTicks;
        return database.Write(
            connection => connection.Execute(
                "INSERT INTO poll_leases (channel, until, holder) VALUES ($channel, $until, $holder) "
                + "ON CONFLICT (channel) DO UPDATE SET until = excluded.until, holder = excluded.holder WHERE until <= $now OR until > $now + 2 * $duration",
                ("$channel", channel), ("$until", now + duration.Ticks), ("$holder", _holder), ("$now", now), ("$duration", duration.Ticks)) > 0,
            cancellationToken);
    }

    public Task Release(string channel, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute(
                "DELETE FROM poll_leases WHERE channel = $channel AND holder = $holder", ("$channel", channel), ("$holder", _holder)),
            cancellationToken);
}

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
