using System.Text;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>Others' code and types (tests/npm) read what the formats write, and complain where something is spoiled on purpose.</summary>
public sealed class ValidatorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_message_is_what_its_platforms_types_say()
    {
        var typed = await LayDown("slack", "teams", "discord", "google-chat", "mattermost", "telegram");

        Assert.Equal(new Ran(0, $"{typed} looked at, 0 complaints\n"), await Check("types.js"));
    }

    [Fact]
    public async Task Types_complain_of_whatever_is_spoiled() => await AssertComplains(
        "types.js",
        ("slack", "\"type\":\"header\"", "\"type\":\"headline\""),
        ("teams", "\"type\":\"FactSet\"", "\"type\":\"Facts\""),
        ("teams", "\"text\":", "\"txt\":"),
        ("discord", "\"parse\":[]", "\"parse\":[\"all\"]"),
        ("google-chat", "\"textParagraph\":", "\"paragraph\":"),
        ("mattermost", "\"fallback\":", "\"fall_back\":"),
        ("telegram", "\"type\":\"text_link\"", "\"type\":\"link\""));

    [Fact]
    public async Task Every_card_of_Teams_is_read_by_the_library_of_Adaptive_Cards()
    {
        var cards = await LayDown("teams");

        Assert.Equal(new Ran(0, $"{cards} looked at, 0 complaints\n"), await Check("adaptive-cards.js"));
    }

    [Fact]
    public async Task Adaptive_Cards_complain_of_whatever_is_spoiled() => await AssertComplains(
        "adaptive-cards.js",
        ("teams", "\"size\":\"Medium\"", "\"size\":\"Huge\""),
        ("teams", "\"type\":\"FactSet\"", "\"type\":\"Facts\""),
        ("teams", "\"url\":", "\"uri\":"),
        // Of version 1.5.
        ("teams", "\"wrap\":true", "\"wrap\":true,\"style\":\"heading\""));

    [Fact]
    public async Task The_data_of_every_webhook_keep_to_the_published_schema()
    {
        var events = await LayDown("webhook");

        Assert.Equal(new Ran(0, $"{events} looked at, 0 complaints\n"), await Check("alert-schema.js"));
    }

    [Fact]
    public async Task The_schema_complains_of_whatever_is_spoiled() => await AssertComplains(
        "alert-schema.js",
        ("webhook", "\"severity\":\"Extreme\"", "\"severity\":\"Terrible\""),
        ("webhook", "\"references\":[]", "\"references\":null"),
        ("webhook", "\"detectedAt\":\"2020", "\"detectedAt\":\"x2020"));

    [Theory]
    [InlineData("types.js")]
    [InlineData("adaptive-cards.js")]
    [InlineData("alert-schema.js")]
    public async Task To_have_looked_at_nothing_is_a_failure(string script) =>
        Assert.Equal(new Ran(1, "0 looked at, 0 complaints\n"), await Check(script));

    private async Task AssertComplains(string script, params (string Format, string Good, string Bad)[] spoilings)
    {
        foreach (var (number, (format, good, bad)) in spoilings.Index())
        {
            var message = Encoding.UTF8.GetString(Samples.Addressed(Samples.Formats.Find(format)!, Samples.Raised).Body.Span);
            Assert.Contains(good, message, StringComparison.Ordinal);
            await Write(format, $"spoiled-{number}", Encoding.UTF8.GetBytes(message.Replace(good, bad)));
        }

        var ran = await Check(script);

        Assert.Equal(1, ran.ExitCode);
        Assert.All(
            spoilings.Index(), spoiling => Assert.Contains($"{spoiling.Item.Format}/spoiled-{spoiling.Index}.json: ", ran.Said, StringComparison.Ordinal));
    }

    private async Task<int> LayDown(params IEnumerable<string> formats)
    {
        var written = 0;
        foreach (var format in formats.Select(Samples.Formats.Find))
            foreach (var (name, message) in Samples.Of(format!))
            {
                await Write(format!.Name, name, message.Body);
                written++;
            }

        return written;
    }

    private async Task Write(string format, string name, ReadOnlyMemory<byte> body)
    {
        Directory.CreateDirectory(_folder.At(format));
        await File.WriteAllBytesAsync(_folder.At($"{format}/{name}.json"), body, TestContext.Current.CancellationToken);
    }

    private Task<Ran> Check(string script) => new Tool("node").Run(Path.Combine(Repository.Root, "tests", "npm", script), _folder.Path);
}
