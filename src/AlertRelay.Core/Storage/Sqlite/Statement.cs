using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AlertRelay.Storage.Sqlite;

/// <summary>One statement, prepared once and run for many rows. Uses SQLite directly, because the driver's parameters cost more than the statement.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
    }

    /// <param name="values">One for each parameter: text, whole numbers, bytes or null, in the order in which the statement first names them.</param>
    public void Run(params ReadOnlySpan<object?> values)
    {
        if (values.Length != raw.sqlite3_bind_parameter_count(_statement))
            throw new ArgumentException($"The statement has {raw.sqlite3_bind_parameter_count(_statement)} parameters, not {values.Length}.", nameof(values));

        for (var place = 0; place < values.Length; place++)
            Check(Bind(place + 1, values[place]));

        var outcome = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        Check(outcome == raw.SQLITE_DONE ? raw.SQLITE_OK : outcome);
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        ReadOnlyMemory<byte> bytes => raw.sqlite3_bind_blob(_statement, place, bytes.Span),
        _ => throw new ArgumentException($"SQLite has no {value.GetType().Name}."),
    };

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _connection);
}
