using AlertRelay.Alerts;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteAlertStore(SqliteDatabase database, UnreadableRows unreadable) : IAlertStore
{
    private long? _identity;

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
        return database.Read(connection => new AlertSearch(query, Identity(connection)).Page(connection, unreadable), cancellationToken);
    }

    public Task<long> Identity(CancellationToken cancellationToken) => database.Read(Identity, cancellationToken);

    private long Identity(SqliteConnection connection) => _identity ??= connection.Number("SELECT id FROM identity") ?? 0;

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

    /// <returns>Null if it is already stored.</returns>
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

/// <summary>
/// An <see cref="AlertQuery"/> in SQL. Either order has an index that covers all conditions of a query. It is read in order
/// from the cursor until the page is full, and only the page's alerts are loaded. At worst, if nothing matches, the cost is one scan of an
/// index of some 80 bytes an alert.
/// </summary>
internal sealed class AlertSearch
{
    private const string Looking = "n";

    private const string OfCountries =
        "sequence IN (SELECT sequence FROM alert_countries WHERE country IN (SELECT value FROM json_each($countries)))";

    // Texts have no index. So many alerts are read for a page.
    private const int MaxTexts = 500;

    private readonly AlertQuery _query;
    private readonly long _identity;
    private readonly List<string> _conditions = ["true"];
    private readonly List<(string Name, object? Value)> _parameters = [];
    private readonly long _followFrom;

    /// <exception cref="ArgumentException">The cursor is not one of this order.</exception>
    public AlertSearch(AlertQuery query, long identity)
    {
        (_query, _identity) = (query, identity);
        if (query.Kind == EventKind.Alert)
            Where("change NOT IN (SELECT value FROM json_each($kinds))", "$kinds", Sql.List(AlertIndexFields.OtherKinds));
        else
            Where("change = $kind", "$kind", query.Kind.ToString());
        AnyOf("channel", query.Channels);
        AnyOf("category", query.Categories.Select(category => category.ToString()));
        AnyOf("change", query.Changes.Select(change => change.ToString()));
        if (query.Countries.Count > 0)
            Where(OfCountries, "$countries", Sql.List(query.Countries));
        if (query.MinimumSeverity is { } minimum)
            Where("severity >= $minimum", "$minimum", (int)minimum);
        if (query.Since is { } since)
            Where("detected_at >= $since", "$since", since.UtcTicks);
        if (query.Until is { } until)
            Where("detected_at < $until", "$until", until.UtcTicks);
        if (query.Cursor is { } cursor)
            _followFrom = After(cursor);
    }

    public AlertPage Page(SqliteConnection connection, UnreadableRows unreadable)
    {
        var page = new List<Row>();
        Row? last = null;
        var (examined, more) = (0, false);
        foreach (var row in Rows(connection, unreadable))
        {
            more = page.Count == _query.Limit || examined == MaxExamined;
            if (more)
                break;

            examined++;
            last = row;
            if (_query.Words.Count == 0 || (row.Alert is { } alert && _query.Words.All(alert.Mentions)))
                page.Add(row);
        }

        var readable = page.Where(row => row.Alert is not null).ToList();
        return new AlertPage([.. readable.Select(row => row.Alert!)], CursorAfter(more ? last : null, connection))
        {
            Sequences = _query.OldestFirst ? [.. readable.Select(row => row.Sequence)] : [],
        };
    }

    private int MaxExamined => _query.Words.Count == 0 ? _query.Limit : MaxTexts;

    // As many as a page at once, which is all of them unless words are searched for.
    private IEnumerable<Row> Rows(SqliteConnection connection, UnreadableRows unreadable) => Places(connection).Chunk(_query.Limit + 1).SelectMany(
        places => connection.Rows(
            $"SELECT sequence, detected_at, id, alert, trace FROM alerts WHERE sequence IN (SELECT value FROM json_each($places)) ORDER BY {Order}",
            reader => new Row(reader.GetInt64(0), reader.GetInt64(1), unreadable.Read(() => SqliteAlertStore.Read(reader, 2))),
            ("$places", $"[{string.Join(',', places)}]")));

    private List<long> Places(SqliteConnection connection) => connection.Query(
        $"SELECT sequence FROM alerts INDEXED BY {Index} WHERE {string.Join(" AND ", _conditions)} ORDER BY {Order} LIMIT $limit",
        reader => reader.GetInt64(0),
        [.. _parameters, ("$limit", MaxExamined + 1L)]);

    /// <param name="last">The last alert that was examined; null when all were.</param>
    private string? CursorAfter(Row? last, SqliteConnection connection) =>
        _query.OldestFirst ? FollowCursor.Write(last?.Sequence ?? End(connection), _identity)
        : last is not null ? Cursor.Write(Looking, last.DetectedAt, last.Sequence)
        : null;

    private string Index => _query.OldestFirst ? "alerts_by_sequence" : "alerts_by_time";

    private string Order => _query.OldestFirst ? "sequence" : "detected_at DESC, sequence DESC";

    // A follower continues after everything that was examined, so that no row is examined twice.
    private long End(SqliteConnection connection) => Math.Max(_followFrom, connection.Number("SELECT max(sequence) FROM alerts") ?? 0);

    private long After(string cursor)
    {
        if (_query.OldestFirst)
        {
            var from = FollowCursor.Read(cursor, _identity);
            Where("sequence > $after", "$after", from);
            return from;
        }

        var place = Cursor.Read(Looking, 2, cursor);
        Where("(detected_at, sequence) < ($at, $after)", "$at", place[0]);
        _parameters.Add(("$after", place[1]));
        return 0;
    }

    private void AnyOf(string column, IEnumerable<string> values)
    {
        if (values.Any())
            Where($"{column} IN (SELECT value FROM json_each(${column}))", $"${column}", Sql.List(values));
    }

    private void Where(string condition, string name, object value)
    {
        _conditions.Add(condition);
        _parameters.Add((name, value));
    }

    /// <param name="Alert">Null if it is damaged.</param>
    private sealed record Row(long Sequence, long DetectedAt, Alert? Alert);
}
