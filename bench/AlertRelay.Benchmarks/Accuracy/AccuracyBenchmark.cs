using AlertRelay.Channels;
using AlertRelay.Commands.Replay;
using AlertRelay.Polling;
using Spectre.Console;

namespace AlertRelay.Benchmarks.Accuracy;

/// <summary>
/// Plays recorded polls through the relay and through a reader without rules, and compares both with what was true. docs/operate/truth.md has the
/// method.
/// </summary>
public static class AccuracyBenchmark
{
    private const int Width = 220;
    private static readonly string[] AtHand = ["../shared/tapes", "../shared/corpora"];

    /// <returns>1 when the relay missed something or told something false, or nothing was played.</returns>
    public static async Task<int> Run(IReadOnlyList<string> folders)
    {
        using var scratch = new TempDirectory();
        var relay = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        var naive = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        var tapes = 0;
        foreach (var folder in (folders.Count > 0 ? folders : AtHand).SelectMany(folder => TapeFolders.Under(folder, scratch.Path)))
        {
            await Play(Tape.Open(folder), relay, naive);
            tapes++;
        }

        Print(tapes, relay, naive);
        return tapes > 0 && Sum(relay).IsPerfect ? 0 : 1;
    }

    private static async Task Play(Tape tape, SortedDictionary<string, Tally> relay, SortedDictionary<string, Tally> naive)
    {
        var expected = ExpectedAlert.Load(tape);
        await using var parts = new RelayParts();
        using var run = new TapeRun(tape, parts.Get<ChannelCatalog>(), parts.Get<IChannelStore>(), parts.Get<IEvidenceStore>(), parts.Get<Outbox>());
        var told = await run.Play(CancellationToken.None)
            .SelectMany(played => played.Report.Alerts.Select(alert => new ReplayedAlert(played.Poll, alert)))
            .ToListAsync();
        foreach (var channel in run.Channels)
        {
            Add(relay, channel, expected, told, tape);
            Add(naive, channel, expected, new NaiveReader(tape, channel).Read(), null);
        }
    }

    private static void Add(
        SortedDictionary<string, Tally> tallies, Channel channel, IReadOnlyList<ExpectedAlert> expected, IReadOnlyList<ReplayedAlert> told, Tape? named)
    {
        var lines = expected.Where(line => line.Channel == channel.Id).ToList();
        var check = TapeCheck.Of(lines, [.. told.Where(alert => alert.Alert.Channel == channel.Id)]);
        var row = lines.Any(line => line.Name is not null) ? $"{channel.Id}, levels alone" : channel.Id;
        tallies[row] = tallies.GetValueOrDefault(row, Tally.Nothing).And(Tally.Of(check));
        if (named is not null && !check.Passed)
            Console.WriteLine($"{named.Folder}: {check.MissedAlerts.Count} misses, {check.FalseAlerts.Count} false alerts; replay --check names them");
    }

    private static Tally Sum(SortedDictionary<string, Tally> tallies) => tallies.Values.Aggregate(Tally.Nothing, (sum, tally) => sum.And(tally));

    private static void Print(int tapes, SortedDictionary<string, Tally> relay, SortedDictionary<string, Tally> naive)
    {
        AnsiConsole.Profile.Width = Width;
        var table = new Table().Title($"{tapes} tapes: the relay, then a reader that compares with last time")
            .AddColumn("Channel", column => column.NoWrap())
            .AddColumns("true", "told", "missed", "false", "false all-clears", "delay, median", "longest", "precision", "recall")
            .AddColumns("naive: told", "missed", "false", "false all-clears", "precision", "recall");
        foreach (var (channel, tally) in relay)
            table.AddRow(Row(channel, tally, naive[channel]));
        table.AddEmptyRow().AddRow(Row("all", Sum(relay), Sum(naive)));
        AnsiConsole.Write(table);
    }

    private static string[] Row(string name, Tally relay, Tally naive) =>
    [
        name, $"{relay.Due}", $"{relay.Told}", $"{relay.Missed}", $"{relay.False}", $"{relay.FalseAllClears}", $"{relay.Median}", $"{relay.Longest}",
        $"{relay.Precision:0.00}", $"{relay.Recall:0.00}",
        $"{naive.Told}", $"{naive.Missed}", $"{naive.False}", $"{naive.FalseAllClears}", $"{naive.Precision:0.00}", $"{naive.Recall:0.00}",
    ];
}
