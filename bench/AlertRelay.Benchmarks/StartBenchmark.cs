using System.Diagnostics;
using AlertRelay.Benchmarks.FanOut;
using Spectre.Console;

namespace AlertRelay.Benchmarks;

/// <summary>From the start of the published program to its first answer, and the memory that it then holds.</summary>
public static class StartBenchmark
{
    private const int Runs = 5;

    public static async Task Run()
    {
        if (!Published.IsThere("Start-up"))
            return;

        var starts = new List<(double Milliseconds, long Memory)>();
        var folder = Directory.CreateTempSubdirectory("alertrelay-bench-");
        for (var run = 0; run <= Runs; run++)
            starts.Add(await Start(Path.Combine(folder.FullName, $"{run}")));
        folder.Delete(recursive: true);

        var counted = starts.Skip(1).OrderBy(start => start.Milliseconds).ToList();
        var table = new Table().Title("Start of the published program").AddColumns("", "least", "median", "most");
        table.AddRow("first answer, ms", $"{counted[0].Milliseconds:0}", $"{counted[Runs / 2].Milliseconds:0}", $"{counted[^1].Milliseconds:0}");
        table.AddRow("memory, MB", $"{counted.Min(start => start.Memory):0}", $"{counted.OrderBy(start => start.Memory).ElementAt(Runs / 2).Memory:0}", $"{counted.Max(start => start.Memory):0}");
        AnsiConsole.Write(table);
    }

    private static async Task<(double Milliseconds, long Memory)> Start(string folder)
    {
        var port = Published.FreePort();
        var watch = Stopwatch.StartNew();
        await using var program = Child.Start(Published.Path, ["serve", "--port", $"{port}", "--data", folder], ("Polling__StartSpread", "01:00:00"));
        program.Ignore();
        await Published.Answers(port);
        return (watch.Elapsed.TotalMilliseconds, program.Megabytes);
    }
}
