using System.Text.RegularExpressions;
using AlertRelay.Channels;
using AlertRelay.Composition;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Composition;

/// <summary>Whoever copies the name of a setting from a page, an error message or a file for a deployment gets what it says.</summary>
public sealed partial class DocumentedSettingsTests
{
    private static readonly string[] Endings = [".md", ".cs", ".bicep", ".bicepparam", ".json", ".service", ".yaml", ".sh", "Dockerfile"];

    public static TheoryData<string, string> Named =>
    [
        .. new[] { "docs", "infra", "src" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
                && !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules" or "decisions" or "CHANGELOG.md"))
            .SelectMany(file => Setting.Matches(File.ReadAllText(file)).Select(match => (match.Groups[1].Value, match.Groups[2].Value)))
            .Distinct(),
    ];

    [Theory, MemberData(nameof(Named))]
    public void Every_setting_that_is_named_somewhere_exists(string section, string name) => Assert.Contains(
        SettingsSections.All, known => known.Name == section && known.Names.Contains(name));

    [Fact]
    public void README_counts_the_channels()
    {
        var channels = ChannelCatalog.Load(directory: null).All;

        Assert.Contains(
            $"knows {channels.Count} channels, of which {channels.Count(channel => channel.Enabled)} are switched on",
            File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(Api|Audit|Delivery|Egress|Fetching|Mail|Polling|Relay|Security|SignIn|Storage|Telemetry)(?:__|:)([A-Z][A-Za-z]+)\b")]
    private static partial Regex Setting { get; }
}
