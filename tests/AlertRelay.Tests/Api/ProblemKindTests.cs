using AlertRelay.Api.Contracts;

namespace AlertRelay.Tests.Api;

public sealed class ProblemKindTests
{
    [Fact]
    public void Every_kind_is_listed_once_and_has_a_word_of_its_own()
    {
        var declared = typeof(ProblemKind)
            .GetFields()
            .Where(field => field.FieldType == typeof(ProblemKind))
            .Select(field => (ProblemKind)field.GetValue(null)!);

        Assert.Equal(declared, ProblemKind.All);
        Assert.Equal(ProblemKind.All.Count, ProblemKind.All.Select(kind => kind.Word).Distinct().Count());
    }

    [Fact]
    public void The_page_for_callers_lists_them_all()
    {
        var rows = File.ReadLines(Path.Combine(Repository(), "docs", "problems.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')} {cells[2]}");

        Assert.Equal(ProblemKind.All.Select(kind => $"{kind.Word} {kind.Status}"), rows);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AlertRelay.sln")))
            folder = folder.Parent!;

        return folder.FullName;
    }
}
