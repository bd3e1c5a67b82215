using System.Diagnostics;
using Spectre.Console;

namespace AlertRelay.Benchmarks;

/// <summary>From the start of the published program to its first answer, and the memory that it then holds.</summary>
public static class StartBenchmark
{
    private const int Runs = 5;

    public static async Task Run()
    {
        var program = Path.Combine(Root(), "artifacts", "relay", "AlertRelay");
        if (!File.Exists(program))
        {
            Console.WriteLine($"Start-up is not measured: dotnet publish src/AlertRelay -c Release -o artifacts/relay makes the program for it.");
            return;
        }

        var starts = new List<(double Milliseconds, long Memory)>();
        for (var run = 0; run <= Runs; run++)
            starts.Add(await Start(program, 20_000 + Random(run)));

        var counted = starts.Skip(1).OrderBy(start => start.Milliseconds).ToList();
        var table = new Table().Title("Start of the published program").AddColumns("", "least", "median", "most");
        table.AddRow("first answer, ms", $"{counted[0].Milliseconds:0}", $"{counted[Runs / 2].Milliseconds:0}", $"{counted[^1].Milliseconds:0}");
        table.AddRow("memory, MB", $"{counted.Min(start => start.Memory):0}", $"{counted.OrderBy(start => start.Memory).ElementAt(Runs / 2).Memory:0}", $"{counted.Max(start => start.Memory):0}");
        AnsiConsole.Write(table);
    }

    private static async Task<(double Milliseconds, long Memory)> Start(string program, int port)
    {
        var folder = Directory.CreateTempSubdirectory("alertrelay-bench-").FullName;
        var info = new ProcessStartInfo(program, ["serve", "--port", $"{port}", "--data", folder]) { RedirectStandardOutput = true };
        info.Environment["Polling__StartSpread"] = "01:00:00";
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await Answers(http))
            await Task.Delay(2);

        var milliseconds = watch.Elapsed.TotalMilliseconds;
        process.Refresh();
        var memory = process.WorkingSet64 / 1_048_576;
        process.Kill();
        await process.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        return (milliseconds, memory);
    }

    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // A port of the dynamic range that differs between two copies of this benchmark.
    private static int Random(int run) => (Environment.ProcessId * 7 + run * 131) % 20_000;

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AlertRelay.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("AlertRelay.sln was not found above the benchmark.");
        return folder;
    }
}
