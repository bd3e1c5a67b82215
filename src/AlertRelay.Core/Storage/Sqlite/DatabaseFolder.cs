using System.Runtime.InteropServices;
using AlertRelay.Storage.Encryption;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal static class DatabaseFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The key file is there too, so a new folder is readable by its owner only.</summary>
    /// <exception cref="StoreException">The folder cannot be created.</exception>
    public static void Create(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (IOException e)
        {
            throw NoFolder(folder, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NoFolder(folder, e);
        }
    }

    /// <summary>A key without its database: a relay that starts with an empty one would lose its subscriptions silently.</summary>
    /// <exception cref="StoreException">The key file is there and the database is not.</exception>
    public static void CheckNotLost(string folder)
    {
        var (database, key) = (Path.Combine(folder, SqliteDatabase.FileName), Path.Combine(folder, KeyFile.Name));
        if (File.Exists(key) && !File.Exists(database))
            throw new StoreException(
                $"There is a key file {key}, and the database {database} is gone. Restore the database from a backup. "
                + $"To start without subscriptions, move {key} away. Nothing was changed.");
    }

    /// <summary>
    /// Only the owner may read the file and the ones that SQLite adds. SQLite gives new files the rights of the database
    /// (https://www.sqlite.org/wal.html). Files of earlier versions are restricted.
    /// </summary>
    public static void Protect(string database)
    {
        if (OperatingSystem.IsWindows())
            return;

        try
        {
            // Not opened where it exists: closing it again would release the locks of this process's other connections.
            if (!File.Exists(database))
                new FileStream(database, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Owner }).Dispose();

            foreach (var file in new[] { database, database + "-wal", database + "-shm" }.Where(File.Exists))
            {
                if ((File.GetUnixFileMode(file) & ~Owner) != 0)
                    File.SetUnixFileMode(file, Owner);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The file may belong to another user. SQLite reports it if it cannot use the file.
        }
    }

    private static StoreException NoFolder(string folder, Exception e) =>
        new(
            $"The folder {folder} for the database cannot be created: {e.Message.TrimEnd('.')}; "
            + "create it for this user, or set Storage:Path to another folder.",
            e);
}

/// <summary>Whether a connection still writes to the file of that name.</summary>
internal static partial class DatabaseFile
{
    // https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html
    private const int HasMoved = 20, Ok = 0;

    /// <summary>SQLite keeps writing to a deleted or replaced file, and loses the data. Windows does not allow that for an open file.</summary>
    public static bool IsInPlace(SqliteConnection connection) =>
        connection.Handle is not { } handle || Control(handle, "main", HasMoved, out var moved) != Ok || moved == 0;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Control(SafeHandle connection, string database, int operation, out int result);
}

/// <summary>
/// The server of a data folder holds this lock until it ends, however it ends. Commands and backups need none, because SQLite isolates them.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    public const string FileName = "alertrelay.lock";

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] SharingViolations = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="StoreException">Another server holds it, or the folder cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        DatabaseFolder.Create(folder);
        var path = Path.Combine(folder, FileName);
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (SharingViolations.Contains(e.HResult))
        {
            throw new StoreException(
                $"Another relay already serves from the folder {Path.GetFullPath(folder)}. Stop it first, or give this one a folder of its own with --data "
                + "(setting Storage:Path). Nothing was changed.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The lock file {path} cannot be written: {e.Message.TrimEnd('.')}. Give this user the right to write the folder, "
                + "or set Storage:Path to another folder.",
                e);
        }
    }

    public void Dispose() => _file.Dispose();
}
