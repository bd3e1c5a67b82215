using System.Text.RegularExpressions;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Documentation;

/// <summary>A page of the documentation.</summary>
/// <param name="Name">Its path within the repository.</param>
internal sealed partial record MarkdownPage(string Name)
{
    /// <summary>All pages for people: in the top folder, in docs and in infra.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.GetFiles(Repository.Root, "*.md")
            .Concat(new[] { "docs", "infra" }.SelectMany(
                folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, Name)).ReplaceLineEndings("\n");

    /// <summary>The lines outside of code blocks, with their numbers.</summary>
    public IEnumerable<(int Number, string Line)> Lines
    {
        get
        {
            var isCode = false;
            foreach (var (index, line) in Text.Split('\n').Index())
            {
                if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                    isCode = !isCode;
                else if (!isCode)
                    yield return (index + 1, line);
            }
        }
    }

    /// <summary>Relative links: the file within the repository, and the anchor or "".</summary>
    public IEnumerable<(string Link, string File, string Anchor)> Links =>
        from line in Lines
        from match in Link.Matches(CodeSpan.Replace(line.Line, "code"))
        let link = match.Groups[1].Value
        where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
        let parts = link.Split('#')
        select (link, parts[0].Length == 0 ? Name : Resolved(parts[0]), parts.ElementAtOrDefault(1) ?? "");

    /// <summary>As GitHub makes them from headings.</summary>
    public IEnumerable<string> Anchors =>
        from line in Lines
        where Heading.IsMatch(line.Line)
        select NoAnchor.Replace(Heading.Replace(line.Line, "").ToLowerInvariant(), "").Replace(' ', '-');

    public static string WithoutCode(string line) => CodeSpan.Replace(line, "");

    private string Resolved(string link) => Path.GetRelativePath(
        Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(Name)!, link))).Replace('\\', '/');

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex CodeSpan { get; }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex("^#+ +")]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor { get; }
}
