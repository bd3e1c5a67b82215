using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests;

/// <summary>How the source files look. .editorconfig says the same to editors.</summary>
public sealed class SourceTests
{
    private const int MaxLine = 160;

    [Fact]
    public void No_line_is_longer_than_160_characters()
    {
        var tooLong =
            from folder in new[] { "src", "tests", "bench" }
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            where !file.Split(Path.DirectorySeparatorChar).Contains("obj")
            from line in File.ReadLines(file).Index()
            where line.Item.Length > MaxLine
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length}";

        Assert.Empty(tooLong);
    }
}
