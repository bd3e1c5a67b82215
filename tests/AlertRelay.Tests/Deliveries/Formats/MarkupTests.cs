using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>The chats' own parsers (tests/npm/markup.js) show what was meant: no backslash of ours, no markup of a publisher, and our links.</summary>
public sealed class MarkupTests : IDisposable
{
    private const string Punctuation = "a ! \" # $ % & ' ( ) * + , - . / : ; = ? [ \\ ] ^ _ ` { | } ~ z, R&D, US$5 to $6, 10:30, (b) [c] a_b_c, 50 %";

    private static readonly Dictionary<string, Func<string, string>> Escapes = new()
    {
        ["mattermost"] = MarkupEscaping.Mattermost,
        ["discord"] = MarkupEscaping.Markdown,
        ["rocket-chat"] = MarkupEscaping.Lookalike,
    };

    private readonly ScratchFolder _folder = new();

    public static TheoryData<string> Chats => [.. Escapes.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Chats))]
    public async Task Every_text_is_shown_as_it_was_written(string format)
    {
        string[] texts =
        [
            Punctuation, .. Punctuation.Split(' '), "1. first", "12. Januar 2020", "- item", "+ item", "a 1. b", "=== x", "::: x", .. HostileText.Pieces,
            .. HostileText.Pieces.Select(piece => $"word {piece} word"),
        ];
        var lines = texts.Select(TextSanitizer.Line).Where(line => line.Length > 0).ToList();
        foreach (var (number, line) in lines.Index())
        {
            var written = Escapes[format](line);
            await Write(format, $"{number}", new JsonObject { ["written"] = written, ["shown"] = Unescaped(written) });
        }

        Assert.Equal(new Ran(0, $"{lines.Count} looked at, 0 complaints\n"), await Check());
    }

    [Theory]
    [InlineData("mattermost", "attachments", "text")]
    [InlineData("discord", "embeds", "description")]
    [InlineData("rocket-chat", "attachments", "text")]
    public async Task Every_entry_of_a_group_is_a_link(string name, string list, string member)
    {
        var format = (IGroupingFormat)Samples.Formats.Find(name)!;
        var wave = Enumerable.Range(1, 5).Select(number => Samples.Raised with
        {
            Id = $"alr_{number}",
            Headline = $"UK raises *Iran* (part {number}): [all] travel_x_",
            Link = new Uri($"https://ministry.example/a_b_c?n={number}&x=(y)*z*"),
        }).ToList();
        var body = JsonNode.Parse(format.Render(wave).Body.Span)!;
        var links = wave.Select(alert => MarkupEscaping.LinkTarget(alert.Link));

        await Write(name, "wave", new JsonObject
        {
            ["written"] = body[list]![0]![member]!.GetValue<string>(),
            ["links"] = new JsonArray([.. links.Concat(name == "rocket-chat" ? [] : ["https://relay.example.org/alerts"]).Select(link => (JsonNode)link)]),
        });

        Assert.Equal(new Ran(0, "1 looked at, 0 complaints\n"), await Check());
    }

    [Fact]
    public async Task What_is_shown_otherwise_is_found()
    {
        await Write("mattermost", "colon", new JsonObject { ["written"] = @"a\: b", ["shown"] = "a: b" });
        await Write("mattermost", "bold", new JsonObject { ["written"] = "# a", ["shown"] = "# a" });
        await Write("discord", "link", new JsonObject { ["written"] = "[a](https://evil.example)", ["shown"] = "a" });
        await Write("rocket-chat", "bold", new JsonObject { ["written"] = "a *b*", ["shown"] = "a *b*" });

        var ran = await Check();

        Assert.Equal(1, ran.ExitCode);
        Assert.All(
            (string[])
            [
                "mattermost/colon.json: web shows", "mattermost/bold.json: mobile finds", "discord/link.json: copy links", "rocket-chat/bold.json: own finds",
            ],
            complaint => Assert.Contains(complaint, ran.Said, StringComparison.Ordinal));
    }

    private static string Unescaped(string written) => Regex.Replace(written, @"\\(.)", "$1");

    private async Task Write(string format, string name, JsonObject file)
    {
        Directory.CreateDirectory(_folder.At(format));
        await File.WriteAllTextAsync(_folder.At($"{format}/{name}.json"), JsonSerializer.Serialize(file), TestContext.Current.CancellationToken);
    }

    private Task<Ran> Check() => new Tool("node").Run(Path.Combine(Repository.Root, "tests", "npm", "markup.js"), _folder.Path);
}
