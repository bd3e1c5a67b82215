using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>What SQLite's result codes mean to an operator (https://www.sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int
        Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, Constraint = 19, NotADatabase = 26;

    /// <returns>Null for a code that only a bug explains.</returns>
    public static Exception? Explain(SqliteException fault, string path) => fault.SqliteErrorCode switch
    {
        Corrupt => Damaged(path, MessageOf(fault), fault),
        NotADatabase => NotADatabaseOfTheRelay(path, "it is not an SQLite database", fault),
        Full => DiskFull(path, "the last change was not stored", fault),
        Busy or Locked => new StoreException(
            $"The database {path} is locked by another process: end that process, then try again; nothing was changed.", fault),
        Permission or ReadOnly or CannotOpen => new StoreException(
            $"The database {path} cannot be opened for writing: give this user the right to write the file and its folder, "
            + "or set Storage:Path to another folder; nothing was changed.",
            fault),
        InputOutput => new StoreException(
            $"The database {path} cannot be read or written: {MessageOf(fault)}; check the disk; the last change was not stored.", fault),
        Constraint => new InvalidOperationException($"Something of this id is stored already: {MessageOf(fault)}", fault),
        _ => null,
    };

    public static StoreException DiskFull(string path, string what, Exception? inner = null) => new(
        $"The disk that holds {path} is full: {what}. Free some space; the relay continues by itself, and no stored data is lost.",
        inner ?? new IOException(what))
    {
        Cause = "the disk is full",
    };

    public static StoreException Gone(string path) => new(
        $"The database {path} was moved, deleted or replaced while the relay ran. The relay stops, because nothing that it stores would be kept. "
        + "Put the file back, or restore a backup, and start the relay again.")
    {
        Cause = "the database file is gone",
    };

    public static StoreException Damaged(string path, string what, Exception? inner = null) => new(
        $"The database {path} is damaged: {what}; move it away and restore a copy; nothing was changed.",
        inner ?? new InvalidDataException(what));

    public static StoreException NotADatabaseOfTheRelay(string path, string why, Exception? inner = null) => new(
        $"The file {path} is not a database of the relay: {why}; move it away, or set Storage:Path to another folder; nothing was changed.",
        inner ?? new InvalidDataException(why));

    // "SQLite Error 10: 'disk I/O error'."
    private static string MessageOf(SqliteException fault) => fault.Message.TrimEnd('.');
}
