using System.Text.RegularExpressions;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Pages;

/// <summary>The words of the pages: in one file, each under one name.</summary>
public sealed partial class TextsTests
{
    // Proper names.
    private static readonly string[] Names = ["AlertRelay", "CSV", "ETag", "JSON", "Last-Modified", "SHA-256"];

    // The same in English only: a noun and a button, a place on the web and what is tried.
    private static readonly string[] Homonyms = ["Address", "Change"];

    private static readonly string Pages = Path.Combine(Repository.Root, "src", "AlertRelay.Core", "Pages");

    private static readonly List<(string Name, string Text)> All =
    [
        .. File.ReadLines(Path.Combine(Pages, "Texts.restext")).Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2)).Select(parts => (parts[0], parts[1])),
    ];

    [Fact]
    public void Every_text_has_one_name()
    {
        Assert.Empty(All.GroupBy(text => text.Name).Where(name => name.Count() > 1).Select(name => name.Key));
        Assert.Empty(All.GroupBy(text => text.Text).Where(text => text.Count() > 1).Select(text => text.Key).Except(Homonyms));
    }

    [Fact]
    public void Every_text_is_used()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(file => Use.Matches(File.ReadAllText(file)).Select(use => use.Groups[1].Value)).ToHashSet();

        Assert.DoesNotContain(All, text => !used.Contains(text.Name));
    }

    [Fact]
    public void A_page_holds_no_words_of_its_own()
    {
        var words = Directory.EnumerateFiles(Pages, "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Words.Matches(WithoutComments(file)).Select(word => $"{Path.GetFileName(file)}: {word.Groups[1].Value}"))
            .Where(found => !Names.Any(name => found.EndsWith($": {name}", StringComparison.Ordinal)));

        Assert.Empty(words);
    }

    private static string WithoutComments(string file) =>
        string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)));

    [GeneratedRegex(@"\bTexts\.(\w+)")]
    private static partial Regex Use { get; }

    // Between two marks, without anything that is filled in.
    [GeneratedRegex(@"[a-z""]>\s*([A-Za-z][A-Za-z-]+[^<>@{}]*?)\s*</[a-z]")]
    private static partial Regex Words { get; }
}
