namespace AlertRelay.Storage.Sqlite;

internal static class DatabaseFolder
{
    /// <summary>The key file lies there too: a folder that we make is ours alone.</summary>
    /// <exception cref="StoreException">It cannot be made.</exception>
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

    private static StoreException NoFolder(string folder, Exception e) =>
        new(
            $"The folder {folder} for the database cannot be created: {e.Message.TrimEnd('.')}; "
            + "create it for this user, or set Storage:Path to another folder.",
            e);
}
