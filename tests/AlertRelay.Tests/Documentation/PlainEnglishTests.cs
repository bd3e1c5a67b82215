using System.Text.RegularExpressions;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Documentation;

/// <summary>Pages use the words of docs/glossary.md, in lines that an editor and a diff can show.</summary>
public sealed partial class PlainEnglishTests
{
    private const int MaxLine = 120;

    // Generated from the catalogue: its lines are as long as what the publishers state.
    private const string Catalogue = "docs/channels.md";

    private static readonly string[] Kinds =
    [
        ".razor", ".restext", ".css", ".js", ".mjs", ".ts", ".sh", ".bicep", ".bicepparam", ".yml", ".yaml", ".service", "/Dockerfile", "/test", "/run",
    ];

    /// <summary>Folders with what other people or programs wrote.</summary>
    private static readonly HashSet<string> Others = ["node_modules", "obj"];

    // The word that was found in the docs, and what to write instead. Code is not looked at.
    private static readonly (string Banned, string Instead)[] Phrases =
    [
        (@"letters? with|gets? a letter|a letter of e-?mail", "email; is sent an email"),
        (@"rhythms?", "poll interval"),
        (@"told(?!:)|is told|tells of|nothing is told", "sent, alerts; no alert is sent"),
        (@"rises? (at once|go)|a rise\b|drops? (are|is|await)|graver?|gravity", "raised; lowered; more severe"),
        (@"sealed|unsealed", "encrypted"),
        (@"who may know whom", "module dependencies"),
        (@"judged|verdicts?", "checked, decision"),
        (@"(its|the) last word|one's last word", "latest message"),
        (@"couriers?|sweeps?|sweeper|page of (receivers|subscriptions)", "sender; maintenance; batch"),
        (@"ends a subscription", "disables a subscription"),
        (@"(key|one) opens\b", "is valid"),
        (@"befalls?|befell", "channel health events"),
        (@"well again|all are well again", "recovered"),
        (@"given up|gives up", "dead-lettered"),
        (@"vouch(es|ed)?( for)?", "mark as verified"),
        (@"with a key of this relay", "with an API key"),
        (@"no longer said|now said", "removed; added"),
        (@"the very (document|same)", "the original document"),
        (@"missed subscriptions?", "could not be delivered to"),
        (@"nobody hurt|costs the others nothing", "a slow receiver never delays the others"),
        (@"is looked at\b|not looked at", "is ignored; is checked"),
        (@"rehears(e|es|ed|al)", "warm-up"),
        (@"bare (loop|pass|figure)", "plain"),
        (@"this once", "once"),
        (@"of before", "earlier"),
        (@"lies in clear|lie in clear|spoken to in clear", "is not encrypted"),
        (@"e-mail", "email"),
        (@"whoever", "people who; the reader"),
    ];

    public static TheoryData<string> Pages => [.. MarkdownPage.All.Where(page => !IsKept(page))];

    [Theory, MemberData(nameof(Pages))]
    public void A_page_uses_the_standard_words(string page) => Assert.Empty(
        from line in new MarkdownPage(page).Lines
        from phrase in Phrases
        from match in Regex.Matches(MarkdownPage.WithoutCode(line.Line), $@"\b(?:{phrase.Banned})", RegexOptions.IgnoreCase)
        select $"{page}:{line.Number} \"{match.Value}\": write {phrase.Instead}");

    /// <summary>What programs say: sentences in the source, and the descriptions of the API.</summary>
    [Fact]
    public void Messages_use_the_standard_words() => Assert.Empty(
        from text in Messages()
        from phrase in Phrases
        from match in Regex.Matches(text.Text, $@"\b(?:{phrase.Banned})", RegexOptions.IgnoreCase)
        where !match.Value.Equals(text.Text, StringComparison.Ordinal)
        select $"{text.Place} \"{match.Value}\": write {phrase.Instead}");

    /// <summary>Markup and words of the pages, templates, scripts, and their comments.</summary>
    [Fact]
    public void Markup_and_scripts_use_the_standard_words()
    {
        var files = Scripts().ToList();

        Assert.All(Kinds, kind => Assert.Contains(files, file => file.EndsWith(kind, StringComparison.Ordinal)));
        Assert.Empty(
            from file in files
            from line in File.ReadLines(file).Index()
            from phrase in Phrases
            from match in Regex.Matches(line.Item, $@"\b(?:{phrase.Banned})", RegexOptions.IgnoreCase)
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} \"{match.Value}\": write {phrase.Instead}");
    }

    [Theory, MemberData(nameof(Pages))]
    public void The_prose_of_a_page_has_at_most_120_characters_a_line(string page) => Assert.Empty(
        from line in new MarkdownPage(page).Lines
        where page != Catalogue && line.Line.Length > MaxLine && !Unbroken.IsMatch(line.Line)
        select $"{page}:{line.Number} has {line.Line.Length}");

    private static IEnumerable<string> Scripts() =>
        from file in new[] { "src", "infra", "tests/npm", "bench", ".github", ".ci" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
        where Kinds.Any(kind => file.EndsWith(kind, StringComparison.Ordinal)) && !Others.Overlaps(file.Split(Path.DirectorySeparatorChar))
        select file;

    private static IEnumerable<(string Place, string Text)> Messages()
    {
        var source = Path.Combine(Repository.Root, "src");
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(
            file => !file.Contains("/obj/", StringComparison.Ordinal)))
        {
            foreach (var (index, line) in File.ReadLines(file).Index().Where(line => !NoMessage.IsMatch(line.Item)))
            {
                foreach (Match literal in Literal.Matches(line))
                    yield return ($"{Path.GetFileName(file)}:{index + 1}", WithoutPlaces.Replace(literal.Groups[1].Value, ""));
            }
        }

        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "openapi.json"))
            .Where(line => line.Contains("\"description\": ") || line.Contains("\"summary\": ")))
            yield return ("openapi.json", line);
    }

    // Decisions stay as they were made. Those after 0018 were made under these rules.
    private static bool IsKept(string page) =>
        page.StartsWith("docs/decisions/", StringComparison.Ordinal) && string.CompareOrdinal(Path.GetFileName(page), "0019") < 0;

    /// <summary>Comments, and names under which something is stored.</summary>
    [GeneratedRegex(@"^\s*//|JsonPropertyName|JsonStringEnumMemberName")]
    private static partial Regex NoMessage { get; }

    [GeneratedRegex("""
        "((?:[^"\\]|\\.)*)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal { get; }

    /// <summary>The code within a string.</summary>
    [GeneratedRegex(@"\{[^}]*\}?")]
    private static partial Regex WithoutPlaces { get; }

    /// <summary>What cannot be broken: the row of a table, a picture.</summary>
    [GeneratedRegex(@"^\s*(\||!\[)")]
    private static partial Regex Unbroken { get; }
}
