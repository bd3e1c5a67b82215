using Spectre.Console;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>One alert to 1,000 receivers on 1,000 ports: the relay beside a loop that only signs and posts, and beside Alertmanager, each in fresh processes.</summary>
public static class FanOutBenchmark
{
    internal const int Count = 1000;

    // Cold figures differ by a third from start to start, so there are more of them.
    private const int Starts = 9, WarmStarts = 3, Rounds = 20, UnsettledRounds = 10;

    // The loop's best is one of these on any machine that we have seen.
    private static readonly int[] Concurrencies = [16, 32, 64];

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    public static async Task Run()
    {
        if (!Published.IsThere("The fan-out"))
            return;

        await using var receivers = await Receivers.Start(Count);
        var bare = new List<Figures>();
        foreach (var concurrency in Concurrencies)
            bare.Add(await Measure($"bare loop, {concurrency} at once", receivers, targets => Task.FromResult<IContestant>(new BareContestant(targets, concurrency))));

        var inside = await Measure("relay's parts, to the last record", receivers, targets => Task.FromResult<IContestant>(new InsideContestant(targets)));
        var relay = await Measure("relay, published program", receivers, async targets => await RelayContestant.Start(targets));
        List<Figures> rows = [.. bare, inside, relay];
        if (AlertmanagerContestant.Path is not null)
            rows.Add(await Measure("Alertmanager", receivers, async targets => await AlertmanagerContestant.Start(targets)));
        else
            Console.WriteLine("Alertmanager is not measured: install Debian's prometheus-alertmanager, or name its program in ALERTMANAGER.");

        Print(rows, cold: bare.Max(figures => figures.Cold.PerSecond), warm: bare.Max(figures => figures.Warm.PerSecond));
    }

    private static async Task<Figures> Measure(string name, Receivers receivers, Func<IReadOnlyList<Uri>, Task<IContestant>> start)
    {
        List<FanOutRound> cold = [], warm = [];
        long megabytes = 0;
        for (var time = 0; time < Starts; time++)
        {
            await using var contestant = await start(receivers.Targets);
            for (var round = 1; round <= (time < WarmStarts ? Rounds : 1); round++)
            {
                var measured = await FanOutRound.Of(contestant, receivers, round);
                await Task.Delay(Rest);
                if (round == 1)
                    cold.Add(measured);
                else if (round > UnsettledRounds)
                    warm.Add(measured);
            }

            megabytes = Math.Max(megabytes, contestant.Program.Megabytes);
        }

        return new Figures(name, FanOutRound.Median(cold), FanOutRound.Median(warm), megabytes);
    }

    private static void Print(IReadOnlyList<Figures> rows, double cold, double warm)
    {
        var table = new Table().Title($"One alert to {Count:N0} receivers on {Count:N0} ports; in brackets the share of the best bare loop")
            .AddColumns("What", "cold, per second", "CPU ms each", "warm, per second", "CPU ms each", "told to last, ms", "MB");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Name,
                $"{row.Cold.PerSecond:N0} ({row.Cold.PerSecond / cold:0.00})", $"{row.Cold.CpuEach:0.000}",
                $"{row.Warm.PerSecond:N0} ({row.Warm.PerSecond / warm:0.00})", $"{row.Warm.CpuEach:0.000}",
                $"{row.Warm.ToldToLast.TotalMilliseconds:0}", $"{row.Megabytes}");
        }

        AnsiConsole.Write(table);
    }

    private sealed record Figures(string Name, FanOutRound Cold, FanOutRound Warm, long Megabytes);
}
