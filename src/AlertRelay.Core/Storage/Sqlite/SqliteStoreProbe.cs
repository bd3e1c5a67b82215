namespace AlertRelay.Storage.Sqlite;

/// <param name="freeBytes">Of the disk that holds the file; null if unknown.</param>
internal sealed class SqliteStoreProbe(SqliteDatabase database, Func<string, long?> freeBytes) : IStoreProbe
{
    // SQLite reuses its write-ahead log, so a small write may succeed on a full disk although the next poll fails.
    public const long MinFreeBytes = 1_000_000;

    public SqliteStoreProbe(SqliteDatabase database) : this(database, FreeBytes) { }

    public Task Write(CancellationToken cancellationToken) =>
        database.Path is { } path && freeBytes(path) < MinFreeBytes
            ? throw SqliteErrors.DiskFull(path, "less than 1 MB is free")
            // The number does not change. SQLite writes its page anyway.
            : database.Write(connection => connection.Execute($"PRAGMA user_version = {Schema.Steps.Count}"), cancellationToken);

    private static long? FreeBytes(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
