using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.AcceptanceTests.Documentation;

namespace AlertRelay.AcceptanceTests;

/// <summary>docs/start/add-a-channel.md, start to finish, with what stands in it.</summary>
public sealed partial class ChannelCheckTests : IDisposable
{
    private static readonly DocumentedPage Page = new("docs/start/add-a-channel.md");

    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_page_on_adding_a_channel_can_be_followed()
    {
        var (file, saved) = (Write("is-warnings.json", Example("json")), Write("warnings.html", Example("html")));

        var (exitCode, output, errors) = await RelayProgram.Run(_folder, "channels", "check", file, "--file", saved);

        Assert.True(exitCode == 0, errors);
        Assert.StartsWith("Ministry warnings: 2 entries at https://example.org/warnings\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("is-warnings: no fault found.\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Matches(@"Red \(Extreme\) +IS +2026-03-02 08:00 +Eruption at Askja", output);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Scripts_get_one_object_with_all_notices_and_problems()
    {
        var (file, saved) = (Write("is-warnings.json", Example("json")), Write("warnings.html", Example("html")));

        var (exitCode, output, errors) = await RelayProgram.Run(
            _folder, "channels", "check", file, "--file", saved, "--output", "json", "--limit", "1");

        Assert.True(exitCode == 0, errors);
        var check = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("is-warnings", 2, 0), (
            check.GetProperty("channel").GetString(), check.GetProperty("notices").GetArrayLength(), check.GetProperty("problems").GetArrayLength()));
        var notice = check.GetProperty("notices").EnumerateArray().First(one => one.GetProperty("title").GetString() == "Eruption at Askja");
        Assert.Equal(("Extreme", "IS"), (
            notice.GetProperty("level").GetProperty("severity").GetString(), notice.GetProperty("areas")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Notices_without_a_recognised_country_are_named()
    {
        var (file, saved) = (
            Write("is-warnings.json", Example("json").Replace("\"options\": {", "\"options\": { \"countryFrom\": \"none\",", StringComparison.Ordinal)),
            Write("warnings.html", Example("html")));

        var (_, _, errors) = await RelayProgram.Run(_folder, "channels", "check", file, "--file", saved);

        Assert.Contains("No country was recognised in any notice", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_fetched_with_one_of_its_pages()
    {
        await using var publisher = await FakePublisher.Start(("Iran", 4), ("France", 1));
        var file = Write("xx-feed.json", Example("json")
            .Replace("\"html\"", "\"feed\"", StringComparison.Ordinal)
            .Replace(Options().Match(Example("json")).Value, "", StringComparison.Ordinal));

        var (exitCode, output, errors) = await RelayProgram.Run(_folder, "channels", "check", file, "--url", publisher.Feed.AbsoluteUri, "--data", _folder);

        Assert.True(exitCode == 0, errors);
        Assert.Contains("2 entries", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<h1>Iran</h1><p class=level>Red</p><main>Leave now.</main>", 0, "/pages/iran reads: Iran, Red, 10 characters of text.")]
    [InlineData("<h1>Iran</h1><p class=level>Red</p>", 1, "/pages/iran cannot be parsed: a page without a text.")]
    [InlineData("<main>Leave now.</main>", 1, "/pages/iran cannot be parsed: a page without a title.")]
    public async Task One_of_the_pages_that_an_overview_leads_to_is_read_for_its_level_and_text(string page, int code, string says)
    {
        await using var publisher = await FakePublisher.Start();
        publisher.Pages["all"] = "<ul><li class=warning><a href='/pages/iran'>Iran</a></li><li class=warning><a href='/pages/iraq'>Iraq</a></li></ul>";
        publisher.Pages["iran"] = $"<!doctype html><html><body>{page}</body></html>";
        var file = Write("xx-pages.json", Example("json").Replace(
            Options().Match(Example("json")).Value,
            """
            "options": { "list": "li.warning", "title": "a", "link": "a@href", "page": { "title": "h1", "level": ".level", "text": "main" } },
            """,
            StringComparison.Ordinal));

        var (exitCode, output, errors) = await RelayProgram.Run(
            _folder, "channels", "check", file, "--url", new Uri(publisher.Feed, "/pages/all").AbsoluteUri, "--data", _folder);

        Assert.True(exitCode == code, output + errors);
        Assert.Contains(says, output + errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".level", ".lvl", 0, "2 notices, such as example.org/warnings/17, state the level \"not stated\", which is not in \"levels\"")]
    [InlineData(".level", ".lvl", 0, "\"options.level\" (\".lvl\") finds nothing in any notice")]
    [InlineData("time@datetime", "time@daytime", 0, "\"options.date\" (\"time@daytime\") finds nothing in any notice")]
    [InlineData("\".text\"", "\".txt\"", 0, "\"options.text\" (\".txt\") finds nothing in any notice")]
    [InlineData("li.warning", "li.advice", 1, "warnings.html: ")]
    [InlineData("time@datetime", "time[@datetime", 2, "line 6: \"options.date\": write a selector")]
    [InlineData("\"list\"", "\"lists\"", 2, "line 6: \"options\": \"lists\" is unknown")]
    [InlineData("\"IS\"", "\"Iceland\"", 2, "line 2: \"country\": write a two-letter country code")]
    [InlineData("\"levels\":", "\"levels\"", 2, "line 7: the JSON is broken here")]
    public async Task What_is_wrong_is_named_with_its_line(string right, string wrong, int code, string says)
    {
        var (file, saved) = (Write("is-warnings.json", Example("json").Replace(right, wrong, StringComparison.Ordinal)), Write(
            "warnings.html", Example("html")));

        var (exitCode, output, errors) = await RelayProgram.Run(_folder, "channels", "check", file, "--file", saved);

        Assert.Equal(code, exitCode);
        Assert.DoesNotContain("no fault found", output, StringComparison.Ordinal);
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.json", "warnings.html", "missing.json cannot be read")]
    [InlineData("is-warnings.json", "missing.html", "There is no file missing.html; write the path of a saved document.")]
    [InlineData("is-warnings.json", "/proc/self/mem", "/proc/self/mem cannot be read: ")]
    public async Task A_file_that_cannot_be_read_is_named(string file, string saved, string says)
    {
        Write("is-warnings.json", Example("json"));

        var (exitCode, _, errors) = await RelayProgram.Run(_folder, "channels", "check", file, "--file", saved);

        Assert.Equal(2, exitCode);
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static string Example(string language) =>
        Page.Blocks.First(block => block.Language == language).Text;

    [GeneratedRegex("  \"options\".*\n")]
    private static partial Regex Options();
}
