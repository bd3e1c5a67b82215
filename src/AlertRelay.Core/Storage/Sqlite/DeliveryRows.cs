using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using Microsoft.Data.Sqlite;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Table "deliveries".</summary>
internal static class DeliveryRows
{
    public const string Columns =
        "alert_id, subscription_id, status, attempts, updated_at, next_attempt_at, reason, number, superseded_by, requested, deferrals, "
        + "first_attempt_at, due_at, interrupted";

    public const int ColumnCount = 14;

    private const string Upsert =
        "INSERT INTO deliveries (id, alert_id, subscription_id, status, attempts, updated_at, next_attempt_at, due_at, reason, number, superseded_by, "
        + "requested, deferrals, first_attempt_at, interrupted) "
        + "VALUES ($id, $alert, $subscription, $status, $attempts, $updated, $next, $due, $reason, $number, $superseded, $requested, $deferrals, "
        + "$first, $interrupted) "
        + "ON CONFLICT (id) DO UPDATE SET status = excluded.status, attempts = excluded.attempts, updated_at = excluded.updated_at, "
        + "next_attempt_at = excluded.next_attempt_at, due_at = excluded.due_at, reason = excluded.reason, number = coalesce(excluded.number, number), "
        + "superseded_by = excluded.superseded_by, requested = excluded.requested, interrupted = excluded.interrupted, deferrals = excluded.deferrals, "
        + "first_attempt_at = coalesce(first_attempt_at, excluded.first_attempt_at)";

    // Named, because SQLite without statistics prefers any index that begins with the status, and then reads all pending deliveries.
    private const string PendingByTime = "deliveries INDEXED BY deliveries_due";

    // A repeated or late record must not undo a newer one, unless it shows that the message arrived.
    private const string IfNewer =
        " WHERE excluded.attempts > attempts OR (excluded.attempts = attempts AND excluded.status = 'Delivered' AND status <> 'Delivered')";

    public static Statement SaveStatement(SqliteConnection connection) => new(connection, Upsert);

    public static Statement RecordStatement(SqliteConnection connection) => new(connection, Upsert + IfNewer);

    /// <summary>Those of a subscription that is deleted.</summary>
    /// <param name="tenant">For which they are counted; null for none.</param>
    public static void DeadLetterPending(SqliteConnection connection, string subscriptionId, string? tenant, DateTimeOffset now)
    {
        var dead = connection.Execute(
            "UPDATE deliveries INDEXED BY deliveries_by_subscription SET status = 'Dead', reason = 'subscription deleted', next_attempt_at = NULL, "
            + "due_at = NULL, updated_at = $now WHERE subscription_id = $id AND status = 'Pending'",
            ("$id", subscriptionId), ("$now", now.UtcTicks));
        if (dead > 0 && tenant is not null)
            SqliteOutcomeCountStore.AddDead(connection, tenant, now, dead);
    }

    public static object?[] Values(DeliveryRecord delivery) =>
    [
        delivery.Id, delivery.AlertId, delivery.SubscriptionId, delivery.Status.ToString(), delivery.Attempts, delivery.UpdatedAt.UtcTicks,
        delivery.NextAttemptAt?.UtcTicks, DueAt(delivery)?.UtcTicks, delivery.Reason, delivery.Sequence, delivery.SupersededBy,
        delivery.IsRequested ? 1L : 0L, (long)delivery.Deferrals, delivery.FirstAttemptAt?.UtcTicks,
        delivery.IsInterrupted ? 1L : 0L,
    ];

    public static DeliveryRecord Read(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.Word<DeliveryStatus>(2, $"delivery of {reader.GetString(0)} to {reader.GetString(1)}"),
        reader.GetInt32(3),
        new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero),
        reader.Time(5),
        reader.Text(6),
        reader.IsDBNull(7) ? null : reader.GetInt64(7))
    {
        SupersededBy = reader.Text(8),
        IsRequested = reader.GetInt64(9) != 0,
        Deferrals = reader.GetInt32(10),
        FirstAttemptAt = reader.Time(11),
        IsInterrupted = reader.GetInt64(13) != 0,
        LeasedUntil = reader.Time(12) is { } due && reader.Time(5) is { } next && due != next ? due : null,
    };

    public static bool IsAnyDue(SqliteConnection connection, DateTimeOffset now) =>
        connection.Number($"SELECT 1 FROM {PendingByTime} WHERE status = 'Pending' AND due_at <= $now LIMIT 1", ("$now", now.UtcTicks)) is not null;

    public static List<DeliveryRecord> Lease(SqliteConnection connection, DateTimeOffset now, TimeSpan lease, int limit)
    {
        // Read first: the rows show which leases have ended without a record.
        var due = connection.Query(
            $"SELECT {Columns} FROM {PendingByTime} WHERE status = 'Pending' AND due_at <= $now ORDER BY due_at LIMIT $limit",
            Read,
            ("$now", now.UtcTicks), ("$limit", limit));
        connection.Execute(
            "UPDATE deliveries SET due_at = $until WHERE id IN (SELECT value FROM json_each($ids))",
            ("$ids", Sql.List(due.Select(delivery => delivery.Id))), ("$until", (now + lease).UtcTicks));
        return [.. due.Select(delivery => delivery.Leased()).OrderBy(delivery => delivery.NextAttemptAt)];
    }

    public static bool Lease(SqliteConnection connection, string deliveryId, DateTimeOffset now, TimeSpan lease) =>
        connection.Execute(
            "UPDATE deliveries SET due_at = $until WHERE id = $id AND status = 'Pending' AND (due_at = next_attempt_at OR due_at <= $now)",
            ("$id", deliveryId), ("$now", now.UtcTicks), ("$until", (now + lease).UtcTicks)) > 0;

    public static bool IsAnyAfter(SqliteConnection connection, DateTimeOffset latest) =>
        connection.Number($"SELECT 1 FROM {PendingByTime} WHERE status = 'Pending' AND due_at > $latest LIMIT 1", ("$latest", latest.UtcTicks)) is not null;

    public static int BringForward(SqliteConnection connection, DateTimeOffset latest, DateTimeOffset now) => connection.Execute(
        $"UPDATE {PendingByTime} SET interrupted = interrupted OR due_at <> next_attempt_at, due_at = $now, "
        + "next_attempt_at = min(next_attempt_at, $now) WHERE status = 'Pending' AND due_at > $latest",
        ("$latest", latest.UtcTicks), ("$now", now.UtcTicks));

    // A pending delivery without a time would never be sent.
    private static DateTimeOffset? DueAt(DeliveryRecord delivery) =>
        delivery.Status == DeliveryStatus.Pending ? delivery.NextAttemptAt ?? delivery.UpdatedAt : null;
}

/// <summary>Table "attempts".</summary>
internal static class AttemptRows
{
    public static Statement AddStatement(SqliteConnection connection) => new(
        connection,
        "INSERT INTO attempts (delivery, number, at, took, status_code, error, response_start, trace_id, dns, connect, tls, first_byte) "
        + "SELECT sequence, $number, $at, $took, $code, $error, $response, $trace, $dns, $connect, $tls, $first FROM deliveries WHERE id = $id ON "
        + "CONFLICT (delivery, number) DO NOTHING");

    public static object?[] Values(string deliveryId, Attempt attempt) =>
    [
        attempt.Number, attempt.At.UtcTicks, attempt.Took.Ticks, attempt.StatusCode, attempt.Error, StoredResponseStart.Of(attempt.ResponseStart),
        attempt.TraceId,
        attempt.Timings?.Dns?.Ticks, attempt.Timings?.Connect?.Ticks, attempt.Timings?.Tls?.Ticks, attempt.Timings?.FirstByte?.Ticks, deliveryId,
    ];

    public static List<Attempt> Of(SqliteConnection connection, string alertId, string subscriptionId) => connection.Query(
        "SELECT number, at, took, status_code, error, response_start, trace_id, dns, connect, tls, first_byte FROM attempts "
        + "WHERE delivery = (SELECT sequence FROM deliveries WHERE id = $id) ORDER BY number",
        reader => new Attempt(
            alertId,
            subscriptionId,
            reader.GetInt32(0),
            new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero),
            TimeSpan.FromTicks(reader.GetInt64(2)),
            reader.Integer(3),
            reader.Text(4),
            reader.Text(5),
            reader.Text(6),
            Timings(reader)),
        ("$id", DeliveryId.Of(alertId, subscriptionId)));

    private static SendTimings? Timings(SqliteDataReader reader)
    {
        var timings = new SendTimings(Span(reader, 7), Span(reader, 8), Span(reader, 9), Span(reader, 10));
        return timings == new SendTimings() ? null : timings;
    }

    private static TimeSpan? Span(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : TimeSpan.FromTicks(reader.GetInt64(column));
}

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
            if (count.NumberOf(alert) is { } number)
            {
                numbers[id] = number;
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
