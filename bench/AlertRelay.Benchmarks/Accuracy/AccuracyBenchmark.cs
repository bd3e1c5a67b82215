using AlertRelay.Commands.Replay;
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
        var run = new AccuracyRun();
        foreach (var folder in (folders.Count > 0 ? folders : AtHand).SelectMany(folder => TapeFolders.Under(folder, scratch.Path)))
            await run.Play(Tape.Open(folder));

        Print(run);
        return run.Tapes > 0 && AccuracyRun.Sum(run.Relay).IsPerfect ? 0 : 1;
    }

    private static void Print(AccuracyRun run)
    {
        AnsiConsole.Profile.Width = Width;
        var table = new Table().Title($"{run.Tapes} tapes: the relay, then a reader that compares with last time")
            .AddColumn("Channel", column => column.NoWrap())
            .AddColumns("true", "sent", "missed", "false", "false all-clears", "delay, median", "longest", "precision", "recall")
            .AddColumns("naive: sent", "missed", "false", "false all-clears", "precision", "recall");
        foreach (var (channel, tally) in run.Relay)
            table.AddRow(Row(channel, tally, run.Naive[channel]));
        table.AddEmptyRow().AddRow(Row("all", AccuracyRun.Sum(run.Relay), AccuracyRun.Sum(run.Naive)));
        AnsiConsole.Write(table);
    }

    private static string[] Row(string name, Tally relay, Tally naive) =>
    [
        name, $"{relay.Due}", $"{relay.Told}", $"{relay.Missed}", $"{relay.False}", $"{relay.FalseAllClears}", $"{relay.Median}", $"{relay.Longest}",
        $"{relay.Precision:0.00}", $"{relay.Recall:0.00}",
        $"{naive.Told}", $"{naive.Missed}", $"{naive.False}", $"{naive.FalseAllClears}", $"{naive.Precision:0.00}", $"{naive.Recall:0.00}",
    ];
}
