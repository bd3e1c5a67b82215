using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Opens connections to the file. The database keeps them, so the driver's own pool is off.</summary>
internal sealed class SqliteConnections
{
    private readonly string _connectionString;
    private readonly string _timeout;

    private SqliteConnections(string connectionString, TimeSpan timeout, bool areOne = false)
    {
        _connectionString = connectionString;
        _timeout = timeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        AreOne = areOne;
    }

    /// <summary>A database in memory belongs to its connection: the writer is the only reader.</summary>
    public bool AreOne { get; }

    // The driver retries for its own timeout too, in steps of 150 ms, and 0 means no limit. SQLite's own busy timeout, which is finer, comes first.
    public static SqliteConnections To(string path, TimeSpan timeout) =>
        new(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Pooling = false, DefaultTimeout = 1 }.ToString(), timeout);

    public static SqliteConnections InMemory() => new("Data Source=:memory:;Pooling=False", TimeSpan.Zero, areOne: true);

    // FULL: commits survive a power cut (https://www.sqlite.org/pragma.html#pragma_synchronous).
    // 16 MiB each of page cache and of log before a checkpoint. An alert to a thousand receivers writes a page or two for each, the same ones every time.
    public SqliteConnection Writer() => Open("PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4096");

    public SqliteConnection Reader() => Open("PRAGMA query_only = 1");

    private SqliteConnection Open(string setting)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {_timeout}; {setting}");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }
}
