using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

public sealed class SqliteAlertStore(SqliteDatabase database) : IAlertStore
{
    private static readonly Severity[] Severities = Enum.GetValues<Severity>();

    public Task Append(Alert alert, CancellationToken cancellation) =>
        database.Write(
            connection =>
            {
                if (Insert(connection, alert) is { } sequence)
                    FileByCountry(connection, alert, sequence);

                return true;
            },
            cancellation);

    public Task<Alert?> Find(string id, CancellationToken cancellation) =>
        database.Read(
            connection => connection.Query("SELECT id, alert FROM alerts WHERE id = $id", reader => Read(reader, 0), ("$id", id)).SingleOrDefault(),
            cancellation);

    public Task<AlertPage> List(AlertQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        var search = new AlertSearch(query);
        return database.Read(connection => search.Page(connection), cancellation);
    }

    /// <param name="column">Of the id; the document follows it.</param>
    internal static Alert Read(SqliteDataReader reader, int column) =>
        StoredDocument.Read(reader.GetValue(column + 1), StoredForm.Alert, $"alert {reader.GetString(column)}");

    /// <returns>Null when it is there already.</returns>
    private static long? Insert(SqliteConnection connection, Alert alert) => connection.Number(
        "INSERT INTO alerts (id, channel, category, severity, change, detected_at, alert) "
        + "VALUES ($id, $channel, $category, $severity, $change, $detected, $alert) ON CONFLICT (id) DO NOTHING RETURNING sequence",
        ("$id", alert.Id),
        ("$channel", alert.Channel),
        ("$category", alert.Category.ToString()),
        ("$severity", (int)HighestMinimum(alert)),
        ("$change", alert.Change.ToString()),
        ("$detected", alert.DetectedAt.UtcTicks),
        ("$alert", StoredDocument.Write(alert, StoredForm.Alert)));

    // The history lets through what a subscription's filter lets through: one rule, in one place.
    private static Severity HighestMinimum(Alert alert) =>
        Severities.Where(minimum => new Filter { MinimumSeverity = minimum }.Matches(alert)).Max();

    // A part of a country is found under its country too.
    private static void FileByCountry(SqliteConnection connection, Alert alert, long sequence)
    {
        using var file = new Statement(
            connection, "INSERT INTO alert_countries (country, sequence) VALUES ($country, $sequence)", "$country", "$sequence");
        foreach (var country in alert.Areas.SelectMany(area => new[] { area.Code, area.Code.Split('-')[0] }).Distinct())
            file.Run(country, sequence);
    }
}
