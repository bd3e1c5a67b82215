using System.Runtime.InteropServices;

namespace AlertRelay.Storage.Encryption;

/// <summary>A key in base64 on each line, the newest first; lines that begin with "#" are comments. Only its owner may read it.</summary>
internal static partial class KeyFile
{
    public const string Name = "alertrelay.key";

    private const string Heading =
        "# The keys under which AlertRelay stores secrets and targets: the first one encrypts, all of them decrypt.\n"
        + "# Keep a copy, apart from the copies of the database: without it nothing that was encrypted can be read again.\n";

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <returns>Null when there is no file.</returns>
    /// <exception cref="StoreException">It cannot be read, or others can read it.</exception>
    public static string? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
                throw new StoreException($"The key file {path} can be read by others: chmod 600 it, and rotate the key if somebody may have read it.");

            return string.Join('\n', File.ReadLines(path).Where(line => !line.StartsWith('#')));
        }
        catch (IOException e)
        {
            throw Unusable(path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>Atomic: it is written to a temporary file, which is then moved.</summary>
    /// <param name="replace">False: keeps an existing file, so that processes that start at the same time share it.</param>
    public static void Write(string path, IEnumerable<EncryptionKey> keys, bool replace)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(draft, Private()))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(Heading + string.Concat(keys.Select(key => key.Write() + "\n"))));
                file.Flush(flushToDisk: true);
            }

            if (replace || OperatingSystem.IsWindows())
                File.Move(draft, path, replace);
            else if (Link(draft, path) != 0 && !File.Exists(path))
                throw new IOException("no link could be made to it");
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            // Another process that started at the same time was first. Its file is used.
        }
        catch (IOException e)
        {
            throw Unusable(path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(path, e);
        }
        finally
        {
            if (File.Exists(draft))
                File.Delete(draft);
        }
    }

    // File.Move without "replace" is not atomic: another process may create its file between check and move, and lose it. A link is created or
    // refused atomically (POSIX, link).
    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string place);

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return options;
    }

    private static StoreException Unusable(string path, Exception e) => new(
        $"The key file {path} cannot be used: {e.Message.TrimEnd('.')}; give this user the right to, or set Security:KeyFile to another place; "
        + "nothing was changed.", e);
}
