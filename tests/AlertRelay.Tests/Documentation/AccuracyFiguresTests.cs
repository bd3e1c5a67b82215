using System.Globalization;
using System.Text.RegularExpressions;
using AlertRelay.Benchmarks.Accuracy;
using AlertRelay.Commands.Replay;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Documentation;

/// <summary>The figures of the tapes in this repository, which the README and the manual name, and which "accuracy" measures.</summary>
public sealed partial class AccuracyFiguresTests
{
    private static readonly string[] Folders = ["bench/tapes/threat-level-faults", "bench/tapes/travel-advice-faults", "src/AlertRelay/Commands/Demo"];

    [Fact]
    public async Task They_are_what_the_relay_and_the_other_reader_come_to()
    {
        var run = new AccuracyRun();
        foreach (var folder in Folders)
            await run.Play(Tape.Open(Path.Combine(Repository.Root, folder)));

        var (relay, naive) = (AccuracyRun.Sum(run.Relay), AccuracyRun.Sum(run.Naive));
        Assert.True(relay.IsPerfect);
        Assert.Equal([relay.Told, naive.False, naive.FalseAllClears], await Figures("README.md", InReadme()));
        Assert.Equal([relay.Told, naive.Told, naive.False, naive.FalseAllClears], await Figures("docs/operate/accuracy.md", InManual()));
    }

    private static async Task<IEnumerable<int>> Figures(string page, Regex sentences)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), TestContext.Current.CancellationToken);
        var found = sentences.Match(text);
        Assert.True(found.Success, $"{page} does not name the figures.");
        return found.Groups.Values.Skip(1).Select(figure => int.Parse(figure.Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"the relay sends the (\d+) true changes only\.\s+The other reader also sends (\d+) false ones, (\d+) of them false all-clears")]
    private static partial Regex InReadme();

    [GeneratedRegex(
        @"the relay sends the (\d+) true changes and nothing else\.\s+A reader that sends every difference sends (\d+) alerts\. "
        + @"(\d+) of them are false, and (\d+) of these are false all-clears")]
    private static partial Regex InManual();
}
