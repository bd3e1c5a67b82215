using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

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
