using System.Text.RegularExpressions;

namespace AlertRelay.AcceptanceTests.Documentation;

/// <param name="Language">"sh": commands. "text": what the commands above it print. Others are not run.</param>
/// <param name="File">The second word behind the fence: the name under which the page has its reader save the block.</param>
internal sealed record CodeBlock(string Language, string? File, string Text);

/// <summary>A Markdown page and what a reader copies from it.</summary>
internal sealed partial record DocumentedPage(string Name)
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.GetFiles(Repository.Root, "*.md")
            .Concat(new[] { "docs", "infra" }.SelectMany(
                folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<CodeBlock> Blocks { get; } =
    [
        .. Fences.Matches(File.ReadAllText(Path.Combine(Repository.Root, Name)).ReplaceLineEndings("\n"))
            .Select(match => new CodeBlock(
                match.Groups["language"].Value, match.Groups["file"] is { Success: true } file ? file.Value : null, match.Groups["text"].Value)),
    ];

    public IReadOnlyList<string> Commands => [.. Blocks.Where(block => block.Language == "sh").SelectMany(block => CommandsOf(block.Text))];

    /// <summary>A command goes on to the next line behind a backslash and within quotes. Comments are left out.</summary>
    private static IEnumerable<string> CommandsOf(string text)
    {
        var command = "";
        foreach (var line in text.Split('\n'))
        {
            command += command.Length == 0 ? Comment.Replace(line.TrimStart(), "") : $"\n{line}";
            if (command.EndsWith('\\') || command.Count(letter => letter == '\'') % 2 == 1)
                continue;

            if (command.Length > 0)
                yield return command;
            command = "";
        }

        if (command.Length > 0)
            throw new FormatException($"A command does not end: {command}");
    }

    [GeneratedRegex("""^[ ]*```(?<language>[\w-]*)(?:[ ](?<file>\S+))?\n(?<text>.*?)^[ ]*```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences { get; }

    [GeneratedRegex("(^|[ ]{2,})#[ ].*$")]
    private static partial Regex Comment { get; }
}
