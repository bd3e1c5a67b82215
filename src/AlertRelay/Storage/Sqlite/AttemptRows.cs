using System.Text;
using System.Text.Unicode;
using AlertRelay.Delivery;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Table "attempts".</summary>
internal static class AttemptRows
{
    // Bytes of UTF-8; see Attempt.ResponseStart.
    private const int LongestResponse = 1024;

    public static Statement AddStatement(SqliteConnection connection) => new(
        connection,
        "INSERT INTO attempts (delivery, number, at, took, status_code, error, response_start) "
        + "SELECT sequence, $number, $at, $took, $code, $error, $response FROM deliveries WHERE id = $id ON CONFLICT (delivery, number) DO NOTHING",
        "$id", "$number", "$at", "$took", "$code", "$error", "$response");

    public static object?[] Values(string deliveryId, Attempt attempt) =>
        [deliveryId, attempt.Number, attempt.At.UtcTicks, attempt.Took.Ticks, attempt.StatusCode, attempt.Error, Start(attempt.ResponseStart)];

    public static List<Attempt> Of(SqliteConnection connection, string alertId, string subscriptionId) => connection.Query(
        "SELECT number, at, took, status_code, error, response_start FROM attempts "
        + "WHERE delivery = (SELECT sequence FROM deliveries WHERE id = $id) ORDER BY number",
        reader => new Attempt(
            alertId,
            subscriptionId,
            reader.GetInt32(0),
            new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero),
            TimeSpan.FromTicks(reader.GetInt64(2)),
            reader.Integer(3),
            reader.Text(4),
            reader.Text(5)),
        ("$id", DeliveryId.Of(alertId, subscriptionId)));

    // Whole characters only. SQLite's text ends at a NUL, so that becomes the sign for what cannot be shown.
    private static string? Start(string? response)
    {
        if (response is null)
            return null;

        Span<byte> start = stackalloc byte[LongestResponse];
        Utf8.FromUtf16(response.Replace('\0', '\uFFFD'), start, out _, out var length);
        return Encoding.UTF8.GetString(start[..length]);
    }
}
