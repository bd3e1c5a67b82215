namespace AlertRelay.Commands;

/// <summary>The embedded tape of Commands/Demo.</summary>
public static class DemoTape
{
    private const string Prefix = "Demo/";

    /// <returns>The folder with its files.</returns>
    public static string Extract(string folder)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "tape")).FullName;
        var assembly = typeof(DemoTape).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var content = assembly.GetManifestResourceStream(name)!;
            using var file = File.Create(Path.Combine(target, Path.GetFileName(name)));
            content.CopyTo(file);
        }

        return target;
    }
}
