using System.Diagnostics;
using System.Text.Json;
using AlertRelay.Channels.Phrases;

namespace AlertRelay.Tests.Channels.Phrases;

public sealed class PhrasePatternTests
{
    [Theory]
    [InlineData("travel to {country} is not advised", "Travel to ICELAND is not advised.", true)]
    [InlineData("travel to {country} is not advised", "Travel to Norway is not advised.", false)]
    [InlineData("travel to {other} is not advised", "Travel to Norway is not advised.", true)]
    [InlineData("(do not|never) travel", "Never travel.", true)]
    [InlineData("do not [ever] travel", "Do not ever travel.", true)]
    [InlineData("non-essential trip*", "Non essential trips", true)]
    [InlineData("all .. is closed", "All of this is closed", true)]
    [InlineData("all .. is closed", "All of what we know about it is closed", false)]
    [InlineData("all .. is closed", "All, says he, is closed", false)]
    [InlineData("all ... is closed", "All of what we know about Norway is closed", false)]
    [InlineData("^ go", "Please go", false)]
    [InlineData("go $", "Go home", false)]
    [InlineData("go $", "Go, then", true)]
    [InlineData("go !home", "Go home", false)]
    [InlineData("level : red", "Level: red", true)]
    [InlineData("level : red", "Level red", false)]
    [InlineData("go {where}", "Go north", true)]
    public void A_phrase_is_words_with_a_few_signs(string phrase, string text, bool found) =>
        Assert.Equal(found, new PhraseReader(Table(phrase)!).Read(text, ["IS"]).Whole is not null);

    [Theory]
    [InlineData("(go", "\")\" is missing")]
    [InlineData("go)", "stands where nothing is open")]
    [InlineData("go {nowhere}", "there is no set \"nowhere\"")]
    [InlineData("go {circle}", "in a circle")]
    [InlineData("go .", "two, three or four dots")]
    [InlineData("go {", "\"}\" is missing")]
    public void A_phrase_that_cannot_be_read_is_named_with_the_reason(string phrase, string reason)
    {
        var problems = new List<string>();

        Assert.Null(Table(phrase, problems));
        Assert.Contains(reason, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "phrases": [{ "scope": "whole", "level": "1", "text": "go" }] }""", "\"levels\"")]
    [InlineData("""{ "levels": { "1": {} } }""", "\"phrases\"")]
    [InlineData("""{ "levels": { "1": {} }, "phrases": [{ "scope": "all", "level": "1", "text": "go" }] }""", "\"scope\"")]
    [InlineData("""{ "levels": { "1": {} }, "phrases": [{ "scope": "whole", "level": "2", "text": "go" }] }""", "\"2\" is none of \"levels\"")]
    [InlineData("""{ "levels": { "1": {} }, "phrases": [{ "scope": "whole", "level": "1", "txt": "go" }] }""", "write \"text\"")]
    [InlineData("\"fr-diplomatique\"", "\"fr-diplomatie\"")]
    [InlineData("7", "write an object")]
    public void A_table_that_is_wrong_is_refused_with_what_to_write(string table, string sentence)
    {
        var problems = new List<string>();

        Assert.Null(PhraseTables.Of(JsonElement.Parse(table), problems));
        Assert.Contains(problems, problem => problem.Contains(sentence, StringComparison.Ordinal));
    }

    public static TheoryData<string> Tables => [.. PhraseTables.Names];

    [Theory, MemberData(nameof(Tables))]
    public void A_text_of_four_times_the_length_takes_about_four_times_as_long(string name)
    {
        var reader = new PhraseReader(PhraseTables.Named(name));
        var words = PhraseTables.Named(name).Phrases.SelectMany(phrase => phrase.Needed).Distinct().ToList();
        TimeSpan Read(int count)
        {
            var hostile = string.Join(' ', Enumerable.Range(0, count / Math.Max(1, words.Count)).SelectMany(_ => words));
            var watch = Stopwatch.StartNew();
            reader.Read(hostile, ["IS"]);
            return watch.Elapsed;
        }

        Read(1_000);

        // Where the cost grows with the square of the length it is sixteen times. Other tests take turns with this one, so the best of some tries counts.
        Assert.Contains(Enumerable.Range(0, 5), _ => Read(20_000) < 9 * Read(5_000));
    }

    private static PhraseTable? Table(string phrase, List<string>? problems = null) => PhraseTables.Of(
        JsonSerializer.SerializeToElement(new
        {
            levels = new Dictionary<string, object> { ["1"] = new { } },
            sets = new { where = "(north|south)", circle = "{circle}" },
            phrases = new[] { new { scope = "whole", level = "1", text = phrase } },
        }),
        problems ?? []);
}
