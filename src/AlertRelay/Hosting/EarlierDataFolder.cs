using AlertRelay.Composition;
using AlertRelay.Storage;
using AlertRelay.Storage.Sqlite;

namespace AlertRelay.Hosting;

/// <summary>
/// Until version 0.1, "dotnet run" worked in the project's folder and kept its state there. A relay that ignores that state would
/// lose its subscriptions silently.
/// </summary>
internal static class EarlierDataFolder
{
    private const string Earlier = "src/AlertRelay/data";

    /// <exception cref="OperatorException">There is state in the earlier folder, and none in the current one.</exception>
    public static void Check(IConfiguration configuration)
    {
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        if (storage.Kind == StorageOptions.Sqlite && storage.Path == new StorageOptions().Path && !HoldsState(storage.Path) && HoldsState(Earlier))
            throw new OperatorException(
                $"The relay now keeps its state in {storage.Path} of the folder in which it is started, and there is earlier state in ./{Earlier}: "
                + $"move it (mv {Earlier} {storage.Path}), or name the folder with --data.");
    }

    private static bool HoldsState(string folder) => File.Exists(Path.Combine(folder, SqliteDatabase.FileName));
}
