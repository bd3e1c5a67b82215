using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AlertRelay.AcceptanceTests.Documentation;

/// <summary>Every command of README and docs works as printed, with variables that its page sets.</summary>
public sealed partial class DocumentedCommandsTests(DocumentationRun run) : IClassFixture<DocumentationRun>
{
    public static TheoryData<string> Pages => [.. DocumentedPage.All.Where(page => new DocumentedPage(page).Commands.Count > 0)];

    [Theory, MemberData(nameof(Pages))]
    public void The_commands_of_a_page_run(string page)
    {
        var (exitCode, output) = run.Of(page);

        Assert.True(exitCode == 0, $"{page}: exit code {exitCode}\n{output}");
        // curl ends with 0 where the relay refuses.
        Assert.DoesNotContain("alertrelay.org/problems/", output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pages))]
    public void They_print_what_the_page_says(string page)
    {
        var printed = run.Of(page).Output;

        Assert.All(
            new DocumentedPage(page).Blocks.Where(block => block.Language == "text").SelectMany(block => block.Text.Split('\n')).Where(line => line.Length > 0),
            line => Assert.Matches($"(?m)^{Regex.Escape(line.TrimEnd()).Replace("…", ".*", StringComparison.Ordinal)}", printed));
    }

    [Theory, MemberData(nameof(Pages))]
    public void A_page_sets_the_variables_that_its_commands_use(string page)
    {
        var known = new HashSet<string>(["HOME", "PWD"], StringComparer.Ordinal);
        foreach (var command in new DocumentedPage(page).Commands)
        {
            Assert.All(Used.Matches(command).Select(match => match.Groups[1].Value), name => Assert.True(known.Contains(name), $"{page}: {name} in {command}"));
            known.UnionWith(Set.Matches(command).Select(match => match.Groups[1].Value));
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_shell_takes_the_commands(string page)
    {
        var commands = new DocumentedPage(page).Commands;
        Assert.All(commands, command => Assert.DoesNotMatch(@"(^|\s|-e )[A-Za-z]+__\w*-[\w-]*=", command));

        using var bash = Process.Start(new ProcessStartInfo("bash", "-n") { RedirectStandardInput = true, RedirectStandardError = true })!;
        await bash.StandardInput.WriteAsync(string.Join('\n', commands));
        bash.StandardInput.Close();
        Assert.Equal("", await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Commands_are_marked_as_such()
    {
        var unmarked =
            from page in DocumentedPage.All
            from block in new DocumentedPage(page).Blocks
            where block.Language is "" or "bash" or "shell" or "console" && Command.IsMatch(block.Text)
            select $"{page}: {block.Text}";

        Assert.Empty(unmarked);
    }

    [GeneratedRegex(@"\$\{?([A-Za-z_]\w*)")]
    private static partial Regex Used { get; }

    [GeneratedRegex(@"(?:^|\s)([A-Za-z_]\w*)=")]
    private static partial Regex Set { get; }

    [GeneratedRegex(@"(?m)^(\$ )?(dotnet|alertrelay|curl|export|sudo|docker|sqlite3|az|npm|\./|infra/)\b")]
    private static partial Regex Command { get; }
}
