using System.Collections.Concurrent;
using AlertRelay.Storage.Encryption;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>One connection writes, any number read. Processes may share the file, so a write decides inside its immediate transaction.</summary>
public sealed class SqliteDatabase : IDisposable
{
    public const string FileName = "alertrelay.db";

    // Checking this much takes about a second.
    private const long MaxCheckedBytes = 200_000_000;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly SqliteConnections _connections;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writeLock = new(1, 1);
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private volatile bool _closed;

    private SqliteDatabase(string path, SqliteConnections connections, TimeProvider time)
    {
        _path = path;
        _connections = connections;
        Time = time;
        _writer = Explained(connections.Writer);
        try
        {
            Explained(Prepare);
        }
        catch (StoreException)
        {
            _writer.Dispose();
            throw;
        }
    }

    internal TimeProvider Time { get; }

    /// <summary>Null for a database in memory.</summary>
    internal string? Path => _connections.AreOne ? null : _path;

    /// <exception cref="StoreException">The folder or the file cannot be used. The file was not changed.</exception>
    public static SqliteDatabase Open(string folder, TimeProvider time) => Open(folder, time, LockTimeout);

    /// <summary>In memory, until it is disposed.</summary>
    public static SqliteDatabase InMemory(TimeProvider time) => new(":memory:", SqliteConnections.InMemory(), time);

    /// <param name="timeout">How long to wait while another process writes.</param>
    internal static SqliteDatabase Open(string folder, TimeProvider time, TimeSpan timeout)
    {
        DatabaseFolder.Create(folder);
        var path = System.IO.Path.Combine(folder, FileName);
        DatabaseFolder.Protect(path);
        return new SqliteDatabase(path, SqliteConnections.To(path, timeout), time);
    }

    /// <summary>All queries of <paramref name="read"/> see one snapshot.</summary>
    internal async Task<T> Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        if (_connections.AreOne)
            return await Write(read, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_readers.TryTake(out var reader))
        {
            // Opening a deleted file would create a new one.
            CheckInPlace();
            reader = Explained(_connections.Reader);
        }

        try
        {
            return Explained(() => Snapshot(reader, read));
        }
        finally
        {
            Return(reader);
        }
    }

    /// <summary>One transaction.</summary>
    internal async Task<T> Write<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await _writeLock.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            CheckInPlace();
            return Explained(() => Transaction(write));
        }
        finally
        {
            _writeLock.Release();
        }
    }

    /// <summary>
    /// Parts of changed and deleted rows remain in unused pages and in the log (https://www.sqlite.org/lang_vacuum.html). This removes
    /// them. It rewrites the whole file, and all other writers wait for it.
    /// </summary>
    internal async Task Rebuild(CancellationToken cancellationToken)
    {
        await _writeLock.WaitAsync(cancellationToken);
        try
        {
            Explained(() => _writer.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        finally
        {
            _writeLock.Release();
        }
    }

    /// <summary>Whether a key must exist. Scans subscriptions and audit log, so it is called only when there is no key.</summary>
    internal bool HasEncryptedRows()
    {
        if (_connections.AreOne)
            return false;

        using var reader = Explained(_connections.Reader);
        return Explained(() => reader.Number(
            "SELECT EXISTS (SELECT 1 FROM signing_keys) OR EXISTS (SELECT 1 FROM subscriptions WHERE substr(subscription, 1, length($head)) IS $head) "
            + "OR EXISTS (SELECT 1 FROM audit WHERE substr(entry, 1, length($head)) IS $head)",
            ("$head", Keyring.AnyHead))) == 1;
    }

    /// <exception cref="StoreException">The file was moved, deleted or replaced.</exception>
    public void CheckInPlace()
    {
        if (!_connections.AreOne && !DatabaseFile.IsInPlace(_writer))
            throw SqliteErrors.Gone(_path);
    }

    /// <summary>The current write may finish. Waiting and later ones are refused.</summary>
    public void Dispose()
    {
        if (_closed)
            return;

        _closed = true;
        var isFree = _writeLock.Wait(LockTimeout);
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _writer.Dispose();
        if (isFree)
            _writeLock.Release();
        _writeLock.Dispose();
    }

    private void Return(SqliteConnection reader)
    {
        if (_closed)
            reader.Dispose();
        else
            _readers.Add(reader);
    }

    private static T Snapshot<T>(SqliteConnection reader, Func<SqliteConnection, T> read)
    {
        using var transaction = reader.BeginTransaction(deferred: true);
        return read(reader);
    }

    private T Transaction<T>(Func<SqliteConnection, T> write)
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        var result = write(_writer);
        transaction.Commit();
        return result;
    }

    private bool Prepare()
    {
        Schema.Migrate(_writer, _path, Schema.Steps);
        var size = _writer.Number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        if (size <= MaxCheckedBytes && _writer.Query("PRAGMA quick_check(1)", reader => reader.GetString(0)) is not ["ok"] and var found)
            throw SqliteErrors.Damaged(_path, string.Join(", ", found).ReplaceLineEndings(" "));

        return true;
    }

    private T Explained<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e) when (SqliteErrors.Explain(e, _path) is { } explained)
        {
            throw explained;
        }
    }
}
