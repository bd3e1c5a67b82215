using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AlertRelay.Storage.Sqlite;

/// <summary>One statement, run once. For the same statement over many rows see <see cref="Statement"/>.</summary>
internal static class Sql
{
    /// <returns>The number of rows changed.</returns>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));

        return rows;
    }

    /// <summary>Row by row. Skips damaged rows.</summary>
    public static IEnumerable<T> Readable<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, UnreadableRows unreadable)
        where T : class
    {
        using var command = Command(connection, sql, []);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (unreadable.Read(() => read(reader)) is { } row)
                yield return row;
        }
    }

    /// <summary>Row by row, as far as the caller reads.</summary>
    public static IEnumerable<T> Rows<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return read(reader);
    }

    public static long? Number(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() as long?;
    }

    public static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static int? Integer(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static DateTimeOffset? Time(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);

    /// <exception cref="StoreException">The column holds no value of <typeparamref name="T"/>.</exception>
    public static T Word<T>(this SqliteDataReader reader, int column, string row)
        where T : struct, Enum =>
        Enum.TryParse<T>(reader.GetString(column), out var word) && Enum.IsDefined(word)
            ? word
            : throw StoredDocument.Damaged(row, $"\"{reader.GetString(column)}\" is no {typeof(T).Name}");

    /// <summary>For "IN (SELECT value FROM json_each($list))", which allows any number of values.</summary>
    public static string List(IEnumerable<string> values) => JsonSerializer.Serialize([.. values], DocumentSerializer.Words);

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);

        return command;
    }
}

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
