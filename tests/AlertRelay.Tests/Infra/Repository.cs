namespace AlertRelay.Tests.Infra;

internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string InfraFile(string name) => Path.Combine(Root, "infra", name);

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AlertRelay.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("AlertRelay.sln is in none of the folders above the tests.");
    }
}
