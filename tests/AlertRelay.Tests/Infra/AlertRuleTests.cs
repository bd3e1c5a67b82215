using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using AlertRelay.Observability;
using AlertRelay.Tests.Documentation;

namespace AlertRelay.Tests.Infra;

/// <summary>What the alert rules look for is what the code writes.</summary>
public sealed partial class AlertRuleTests
{
    private static readonly string Rules = File.ReadAllText(Repository.InfraFile("modules/alerts.bicep"));

    private static readonly string Code = string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(File.ReadAllText));

    private static readonly Dictionary<string, int> Numbers = typeof(EventIds)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!, StringComparer.OrdinalIgnoreCase);

    public static TheoryData<string> Names => [.. Numbers.Keys];

    [Fact]
    public void Every_event_of_the_rules_has_the_number_of_the_code()
    {
        var events = Event().Matches(Rules);

        Assert.NotEmpty(events);
        Assert.All(events, match => Assert.Equal(Numbers[match.Groups[1].Value], int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void No_two_events_have_the_same_number() => Assert.Equal(Numbers.Count, Numbers.Values.Distinct().Count());

    [Fact]
    public void The_manual_has_the_table_of_the_code() => Assert.True(
        new MarkdownPage("docs/operate/log.md").Text.EndsWith($"\n\n{LogEventsTable.Write()}", StringComparison.Ordinal),
        "docs/operate/log.md is stale: put what \"dotnet run --project src/AlertRelay -- log-events\" prints in place of its table of event ids.");

    [Theory, MemberData(nameof(Names))]
    public void An_event_has_the_level_that_the_table_names(string name)
    {
        var level = LogEventsTable.Events().Single(each => each.Id == Numbers[name]).Event.Level;

        Assert.All(
            Regex.Matches(Code, $@"LoggerMessage\(\s*EventIds\.{name},\s*LogLevel\.(\w+)"), match => Assert.Equal($"{level}", match.Groups[1].Value));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_event_is_logged(string name) => Assert.Matches($@"LoggerMessage\(\s*EventIds\.{name},", Code);

    [Theory]
    [InlineData("Name == \"function (\\w+)\\\"", "\\[Function\\(nameof\\({0}\\)\\)\\]")]
    [InlineData("Properties\\.(Channel)\\)", "EventIds\\.ChannelNotRead, LogLevel\\.\\w+, \"\\{{{0}\\}}")]
    public void What_a_rule_names_is_in_the_code(string inTheRule, string inTheCode)
    {
        var named = Regex.Matches(Rules, inTheRule).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Matches(string.Format(CultureInfo.InvariantCulture, inTheCode, name), Code));
    }

    [GeneratedRegex(@"^  (\w+): ([0-9]{4})$", RegexOptions.Multiline)]
    private static partial Regex Event();
}
