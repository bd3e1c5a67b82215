using Spectre.Console;

namespace AlertRelay.Benchmarks.Levels;

/// <summary>Reads the levels of passages that people judged, and compares. docs/operate/truth.md has the method and the marks.</summary>
public static class LevelsBenchmark
{
    private const int Width = 160;
    private const double LeastRead = 0.97;
    private const string AtHand = "../shared/levels";

    /// <returns>1 below the marks, or when nothing was read.</returns>
    public static int Run(IReadOnlyList<string> folders)
    {
        var tallies = new SortedDictionary<string, LevelTally>(StringComparer.Ordinal);
        foreach (var folder in folders.Count > 0 ? folders : [AtHand])
        {
            if (!Directory.Exists(folder))
            {
                Console.Error.WriteLine($"There is no folder {folder}: name one that holds judged passages (fr.jsonl, de.jsonl and so on).");
                return 1;
            }

            foreach (var government in JudgedGovernment.All.Where(government => File.Exists(government.FileIn(folder))))
                tallies[government.Name] = government.JudgeAll(tallies.GetValueOrDefault(government.Name, LevelTally.Nothing), folder);
        }

        Print(tallies);
        return tallies.Count > 0 && tallies.Values.All(tally => tally.Reaches(LeastRead)) ? 0 : 1;
    }

    private static void Print(SortedDictionary<string, LevelTally> tallies)
    {
        AnsiConsole.Profile.Width = Width;
        var table = new Table().Title($"Levels read from words (marks: none wrong, none read where none is stated, {LeastRead:0.00} of the explicit ones read)")
            .AddColumns("Government", "passages", "explicit", "read", "share", "implied", "read")
            .AddColumns("wrong", "none stated", "read there", "most severe part wrong");
        foreach (var (government, tally) in tallies)
            table.AddRow([government, .. tally.Row]);
        if (tallies.Count > 0)
            table.AddEmptyRow().AddRow(["all", .. tallies.Values.Aggregate(LevelTally.Nothing, (sum, tally) => sum.And(tally)).Row]);
        AnsiConsole.Write(table);
        foreach (var (government, tally) in tallies)
            foreach (var remark in tally.Remarks)
                Console.WriteLine($"{government} {remark}");
    }
}
