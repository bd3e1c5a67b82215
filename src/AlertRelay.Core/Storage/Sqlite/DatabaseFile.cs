using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

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
