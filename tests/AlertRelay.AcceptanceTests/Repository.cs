namespace AlertRelay.AcceptanceTests;

public static class Repository
{
    public static string Root { get; } = FindRoot();

#if DEBUG
    public const string Configuration = "debug";
#else
    public const string Configuration = "release";
#endif

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AlertRelay.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("AlertRelay.sln was not found above the tests.");
        return folder;
    }
}
