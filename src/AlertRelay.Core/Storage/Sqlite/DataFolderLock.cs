namespace AlertRelay.Storage.Sqlite;

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
