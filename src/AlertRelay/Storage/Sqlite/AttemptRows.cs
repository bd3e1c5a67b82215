using AlertRelay.Delivery;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Table "attempts".</summary>
internal static class AttemptRows
{
    public static Statement AddStatement(SqliteConnection connection) => new(
        connection,
        "INSERT INTO attempts (delivery, number, at, took, status_code, error, response_start, trace_id) "
        + "SELECT sequence, $number, $at, $took, $code, $error, $response, $trace FROM deliveries WHERE id = $id ON CONFLICT (delivery, number) DO NOTHING",
        "$id", "$number", "$at", "$took", "$code", "$error", "$response", "$trace");

    public static object?[] Values(string deliveryId, Attempt attempt) =>
        [deliveryId, attempt.Number, attempt.At.UtcTicks, attempt.Took.Ticks, attempt.StatusCode, attempt.Error, ResponseStart.Of(attempt.ResponseStart), attempt.TraceId];

    public static List<Attempt> Of(SqliteConnection connection, string alertId, string subscriptionId) => connection.Query(
        "SELECT number, at, took, status_code, error, response_start, trace_id FROM attempts "
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
            reader.Text(6)),
        ("$id", DeliveryId.Of(alertId, subscriptionId)));
}
