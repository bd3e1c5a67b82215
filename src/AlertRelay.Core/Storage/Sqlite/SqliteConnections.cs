using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>How connections to the file are made. They are kept by the database, so the driver's own pool is off.</summary>
internal sealed class SqliteConnections
{
    private readonly string _connectionString;
    private readonly string _patience;

    private SqliteConnections(string connectionString, TimeSpan patience, bool areOne = false)
    {
        _connectionString = connectionString;
        _patience = patience.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        AreOne = areOne;
    }

    /// <summary>A database in memory belongs to its connection: the writer is the only reader.</summary>
    public bool AreOne { get; }

    // The driver retries for its own timeout too, in steps of 150 ms, and 0 means for ever; SQLite's own waiting, which is finer, comes first.
    public static SqliteConnections To(string path, TimeSpan patience) =>
        new(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Pooling = false, DefaultTimeout = 1 }.ToString(), patience);

    public static SqliteConnections InMemory() => new("Data Source=:memory:;Pooling=False", TimeSpan.Zero, areOne: true);

    // FULL: what was committed is on the disk, also after a power cut (https://www.sqlite.org/pragma.html#pragma_synchronous).
    // 16 MiB each of pages kept and of log before it is carried over: an alert to a thousand touches a page or two for each of them, the same ones every time.
    public SqliteConnection Writer() => Opened("PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4096");

    public SqliteConnection Reader() => Opened("PRAGMA query_only = 1");

    private SqliteConnection Opened(string setting)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {_patience}; {setting}");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }
}
