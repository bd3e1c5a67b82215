using AlertRelay.Alerts;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteAlertStore(SqliteDatabase database, UnreadableRows unreadable) : IAlertStore
{
    public Task<bool> Append(Alert alert, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                if (Insert(connection, alert) is not { } sequence)
                    return false;

                FileByCountry(connection, alert, sequence);
                return true;
            },
            cancellationToken);

    public Task<Alert?> Find(string id, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query("SELECT id, alert, trace FROM alerts WHERE id = $id", reader => Read(reader, 0), ("$id", id)).SingleOrDefault(),
            cancellationToken);

    public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        var search = new AlertSearch(query);
        return database.Read(connection => search.Page(connection, unreadable), cancellationToken);
    }

    // Numbers of rows that are gone are not given again.
    public Task<long> Head(CancellationToken cancellationToken) =>
        database.Read(connection => connection.Number("SELECT seq FROM sqlite_sequence WHERE name = 'alerts'") ?? 0, cancellationToken);

    public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => database.ForgetAlerts(detectedBefore, cancellationToken);

    /// <param name="column">Of the id; the document and the trace follow it.</param>
    internal static Alert Read(SqliteDataReader reader, int column, string what = "alert") =>
        StoredDocument.Read(reader.GetValue(column + 1), DocumentSerializer.Alert, $"{what} {reader.GetString(column)}") with
        {
            Trace = reader.Text(column + 2),
        };

    /// <returns>Null when it is there already.</returns>
    private static long? Insert(SqliteConnection connection, Alert alert) => connection.Number(
        "INSERT INTO alerts (id, channel, category, severity, change, detected_at, alert, trace) "
        + "VALUES ($id, $channel, $category, $severity, $change, $detected, $alert, $trace) ON CONFLICT (id) DO NOTHING RETURNING sequence",
        ("$id", alert.Id),
        ("$channel", alert.Channel),
        ("$category", alert.Category.ToString()),
        ("$severity", (int)AlertIndexFields.HighestMinimum(alert)),
        ("$change", AlertIndexFields.Change(alert)),
        ("$detected", alert.DetectedAt.UtcTicks),
        ("$alert", StoredAlert.Write(alert)),
        ("$trace", alert.Trace));

    private static void FileByCountry(SqliteConnection connection, Alert alert, long sequence)
    {
        using var file = new Statement(connection, "INSERT INTO alert_countries (country, sequence) VALUES ($country, $sequence)");
        foreach (var country in AlertIndexFields.Countries(alert))
            file.Run(country, sequence);
    }
}
