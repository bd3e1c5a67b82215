using Spectre.Console;

namespace AlertRelay.Benchmarks.Start;

/// <summary>
/// How long the published programs take to start, each beside an empty program of its kind: the server until its first answer, the function app
/// until the host knows that its functions are loaded.
/// </summary>
internal static class StartBenchmark
{
    private const int Pairs = 9;

    private const double Limit = 1.5;

    public static async Task Run()
    {
        var server = new ServerStart(await Published.Server(), "/health/live", "serve");
        var emptyServer = new ServerStart(Path.Combine(await Published.Folder("bench/EmptyServer"), "EmptyServer"), "/");
        await Compare("Server, from its start to its first answer", emptyServer.Run, server.Run);

        var worker = new WorkerStart(await Published.Folder("src/AlertRelay.Functions"), "AlertRelay.Functions");
        var emptyWorker = new WorkerStart(await Published.Folder("bench/EmptyWorker"), "EmptyWorker");
        await Compare("Function app, from its start until its functions are loaded", emptyWorker.Run, worker.Run);
    }

    // In turn, so that what else the machine does falls on both.
    private static async Task Compare(string title, Func<Task<StartFigures>> empty, Func<Task<StartFigures>> relay)
    {
        var pairs = new List<(StartFigures Empty, StartFigures Relay)>();
        for (var pair = 0; pair <= Pairs; pair++)
            pairs.Add((await empty(), await relay()));
        pairs.RemoveAt(0);

        var table = new Table().Title($"{title} (medians of {Pairs} pairs)").AddColumns("", "empty", "relay", "times", "from pair to pair");
        Add(table, pairs, "time, ms", figures => figures.Milliseconds);
        Add(table, pairs, "CPU, ms", figures => figures.CpuMilliseconds);
        Add(table, pairs, "most memory, MB", figures => figures.PeakMegabytes);
        AnsiConsole.Write(table);
        var times = Median(pairs.Select(pair => pair.Relay.Milliseconds / pair.Empty.Milliseconds));
        AnsiConsole.MarkupLine(times <= Limit ? $"[green]Within {Limit} times.[/]" : $"[red]Over {Limit} times.[/]");
    }

    private static void Add(Table table, List<(StartFigures Empty, StartFigures Relay)> pairs, string what, Func<StartFigures, double> figure)
    {
        var times = pairs.Select(pair => figure(pair.Relay) / figure(pair.Empty)).ToList();
        table.AddRow(
            what,
            $"{Median(pairs.Select(pair => figure(pair.Empty))):0}",
            $"{Median(pairs.Select(pair => figure(pair.Relay))):0}",
            $"{Median(times):0.00}",
            $"{times.Min():0.00} to {times.Max():0.00}");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);
}
