using System.Globalization;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Observability;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Work that was taken twenty times and never completed is moved to the table "parked_work", because it would never end.</summary>
internal sealed partial class SqliteWorkQueue(SqliteDatabase database, ILogger<SqliteWorkQueue> log) : IWorkQueue
{
    private const int MaxTakes = 20;

    public Task Enqueue(FanOutBatch batch, CancellationToken cancellationToken) =>
        database.Write(connection => Enqueue(connection, batch), cancellationToken);

    public Task<string> EnqueueNext(FanOutBatch batch, FanOutBatch next, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                var first = connection.Query(
                    "SELECT next FROM enqueued WHERE alert_id = $alert AND cursor = $cursor", reader => reader.GetString(0),
                    ("$alert", batch.AlertId), ("$cursor", batch.Cursor ?? "")).SingleOrDefault();
                if (first is not null)
                    return first;

                connection.Execute(
                    "INSERT INTO enqueued (alert_id, cursor, next, at) VALUES ($alert, $cursor, $next, $now)",
                    ("$alert", batch.AlertId), ("$cursor", batch.Cursor ?? ""), ("$next", next.Cursor), ("$now", Now));
                Enqueue(connection, next);
                return next.Cursor!;
            },
            cancellationToken);

    public Task<int> ForgetEnqueued(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Write(connection => connection.Execute("DELETE FROM enqueued WHERE at < $before", ("$before", before.UtcTicks)), cancellationToken);

    public async Task<IReadOnlyList<WorkItem>> Take(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        // An empty queue is read all the time, which must not block the writer.
        if (await database.Read(connection => connection.Number("SELECT 1 FROM work WHERE visible_at <= $now LIMIT 1", ("$now", Now)),
        cancellationToken) is null)
            return [];

        var (parked, taken) = await database.Write(connection => (Park(connection), Lease(connection, limit, lease)), cancellationToken);
        foreach (var alert in parked)
            LogParked(alert, MaxTakes);

        return taken;
    }

    // The number of takes is part of the receipt, so that a late worker cannot complete work that was taken again.
    public Task Complete(WorkItem item, CancellationToken cancellationToken) =>
        database.Write(
            connection => connection.Execute("DELETE FROM work WHERE id = $id AND takes = $takes", ("$id", IdOf(item)), ("$takes", item.Takes)),
            cancellationToken);

    public Task<int> Revive(CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                var revived = connection.Execute(
                    "INSERT INTO work (alert_id, cursor, visible_at, takes, trace, enqueued_at) SELECT alert_id, cursor, $now, 0, trace, enqueued_at "
                    + "FROM parked_work", ("$now", Now));
                connection.Execute("DELETE FROM parked_work");
                return revived;
            },
            cancellationToken);

    private long Now => database.Time.GetUtcNow().UtcTicks;

    private int Enqueue(SqliteConnection connection, FanOutBatch batch) => connection.Execute(
        "INSERT INTO work (alert_id, cursor, visible_at, takes, trace, enqueued_at) VALUES ($alert, $cursor, $now, 0, $trace, $enqueued)",
        ("$alert", batch.AlertId), ("$cursor", batch.Cursor), ("$now", Now), ("$trace", batch.Trace), ("$enqueued", batch.EnqueuedAt?.UtcTicks));

    private List<WorkItem> Lease(SqliteConnection connection, int limit, TimeSpan lease) =>
    [
        .. connection.Query(
            "UPDATE work SET visible_at = $until, takes = takes + 1 "
            + "WHERE id IN (SELECT id FROM work WHERE visible_at <= $now ORDER BY visible_at, id LIMIT $limit) RETURNING id, alert_id, cursor, takes, "
            + "trace, enqueued_at",
            reader => (Id: reader.GetInt64(0), Page: new FanOutBatch(reader.GetString(1), reader.Text(2), reader.Text(4), reader.Time(5)),
            Takes: reader.GetInt32(3)),
            ("$now", Now), ("$until", Now + lease.Ticks), ("$limit", limit))
            .OrderBy(row => row.Id)
            .Select(row => new WorkItem(row.Id.ToString(CultureInfo.InvariantCulture), row.Page, row.Takes)),
    ];

    /// <returns>The alerts whose work was parked.</returns>
    private List<string> Park(SqliteConnection connection)
    {
        const string Poison = "FROM work WHERE visible_at <= $now AND takes >= $most";
        connection.Execute(
            "INSERT INTO parked_work (id, alert_id, cursor, takes, parked_at, trace, enqueued_at, reason) "
            + $"SELECT id, alert_id, cursor, takes, $now, trace, enqueued_at, 'taken ' || takes || ' times and never completed' {Poison}",
            ("$now", Now), ("$most", MaxTakes));
        return connection.Query($"DELETE {Poison} RETURNING alert_id", reader => reader.GetString(0), ("$now", Now), ("$most", MaxTakes));
    }

    private static long IdOf(WorkItem item) =>
        long.TryParse(item.Receipt, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ArgumentException($"The receipt \"{item.Receipt}\" is not one of this queue.");

    [LoggerMessage(
        EventIds.BatchParked, LogLevel.Error,
        "A part of the fan-out of alert {Alert} was taken {Takes} times and never completed: it is parked in table parked_work")]
    private partial void LogParked(string alert, int takes);
}
