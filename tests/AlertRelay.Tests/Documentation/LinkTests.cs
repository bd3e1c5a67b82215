using System.Text.RegularExpressions;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Documentation;

/// <summary>Links within the repository lead to what exists.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Endings = [".cs", ".razor", ".csproj", ".bicep", ".yml"];

    public static TheoryData<string> Pages => [.. MarkdownPage.All];

    [Theory, MemberData(nameof(Pages))]
    public void The_links_of_a_page_lead_somewhere(string page) => Assert.Empty(
        from link in new MarkdownPage(page).Links
        where !Exists(link.File, link.Anchor)
        select link.Link);

    [Fact]
    public void Every_page_is_linked_from_another_one()
    {
        var linked =
            from page in MarkdownPage.All
            from link in new MarkdownPage(page).Links
            where link.File != page
            select link.File.TrimEnd('/');
        var known = linked.ToHashSet(StringComparer.Ordinal);

        var lonely = MarkdownPage.All.Except(["README.md"]).Where(page => !known.Contains(page) && !known.Contains(Path.GetDirectoryName(page)!));
        Assert.Equal([], lonely);
    }

    [Fact]
    public void Pages_that_the_programs_name_exist()
    {
        var named =
            from folder in new[] { "src", "infra", "bench", ".github" }
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
            where Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
            where !file.Split(Path.DirectorySeparatorChar).Contains("obj")
            from match in Named.Matches(File.ReadAllText(file))
            let page = match.Groups["page"].Value
            where !Exists(page, match.Groups["anchor"].Value)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}";

        Assert.Empty(named);
    }

    private static bool Exists(string file, string anchor)
    {
        var path = Path.Combine(Repository.Root, file);
        return anchor.Length > 0 ? File.Exists(path) && new MarkdownPage(file).Anchors.Contains(anchor) : File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"(?<![/\w])(?<page>(docs|infra)/[\w/-]+\.md)(#(?<anchor>[\w-]+))?|blob/main/(?<page>docs/[\w/-]+\.md)(#(?<anchor>[\w-]+))?")]
    private static partial Regex Named { get; }
}
