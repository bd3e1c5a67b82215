using System.Text.Json;
using AlertRelay.Channels.Phrases;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Channels.Phrases;

/// <summary>The table that docs/build/channel-files.md shows does what the page says.</summary>
public sealed class DocumentedPhrasesTests
{
    [Theory]
    [InlineData("IS", "Travel to Iceland is advised against.", "avoid")]
    [InlineData("IS", "Travel to the whole country is strongly advised against.", "avoid")]
    [InlineData("IS", "The rest of the country is safe.", "normal")]
    [InlineData("NO", "Travel to Iceland is advised against.", null)]
    [InlineData("IS", "Travel to Iceland is no longer advised against.", null)]
    [InlineData("IS", "Travel to parts of the north is advised against.", null)]
    public void The_example_of_the_page_reads_as_it_says(string country, string text, string? whole)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "build", "channel-files.md"));
        var from = page.IndexOf("\"levelPhrases\": {", StringComparison.Ordinal);
        using var options = JsonDocument.Parse($"{{ {page[from..page.IndexOf("```", from, StringComparison.Ordinal)]} }}");

        var table = PhraseTables.Of(options.RootElement.GetProperty("levelPhrases"), []);

        Assert.Equal(whole, new PhraseReader(table!).Read(text, [country]).Whole);
    }
}
