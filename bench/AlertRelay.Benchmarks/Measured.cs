using System.Diagnostics;
using Spectre.Console;

namespace AlertRelay.Benchmarks;

/// <summary>Wall and processor time of some work that was done many times.</summary>
public sealed record Measured(string What, int Times, TimeSpan Wall, TimeSpan Cpu)
{
    public double MillisecondsEach => Wall.TotalMilliseconds / Times;

    public double PerSecond => Times / Wall.TotalSeconds;

    /// <summary>The median of a few runs by wall time, after one or more that are not counted.</summary>
    public static async Task<Measured> Of(string what, int times, Func<Task> work, int runs = 5, int warmUps = 1)
    {
        for (var run = 0; run < warmUps; run++)
            await work();

        var measured = new List<Measured>();
        for (var run = 0; run < runs; run++)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            await work();
            measured.Add(new Measured(what, times, watch.Elapsed, Environment.CpuUsage.TotalTime - cpu));
        }

        return measured.OrderBy(one => one.Wall).ElementAt(runs / 2);
    }

    /// <param name="limit">What the same machine does without the relay; each row is shown as a multiple of its time.</param>
    public static void Print(string title, Measured limit, params Measured[] rows)
    {
        var table = new Table().Title(title).AddColumns("What", "ms each", "per second", "CPU ms each", "times the limit's time");
        foreach (var row in rows.Prepend(limit))
            table.AddRow(
                row.What,
                $"{row.MillisecondsEach:0.000}",
                $"{row.PerSecond:N0}",
                $"{row.Cpu.TotalMilliseconds / row.Times:0.000}",
                $"{row.MillisecondsEach / limit.MillisecondsEach:0.00}");
        AnsiConsole.Write(table);
    }
}
