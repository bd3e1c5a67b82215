using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Deliveries.Chats;

/// <summary>The pages in docs/chat are for people who copy from them.</summary>
public sealed partial class ChatPagesTests
{
    public static TheoryData<string> Platforms => [.. ChatPlatforms.All.Select(platform => platform.Name)];

    [Theory, MemberData(nameof(Platforms))]
    public void What_is_copied_from_a_platforms_page_is_taken_for_that_platform(string name)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "chat", $"{name}.md"));

        var body = JsonNode.Parse(Body.Match(page).Groups[1].Value)!;

        Assert.Equal(new FormatChoice(name), FormatChoice.Of(new Uri(body["target"]!.GetValue<string>()), body["format"]?.GetValue<string>()));
        Assert.Contains($"({name}.md)", File.ReadAllText(Path.Combine(Repository.Root, "docs", "chat", "README.md")), StringComparison.Ordinal);
    }

    [GeneratedRegex("-d '(\\{.*\\})'")]
    private static partial Regex Body { get; }
}
