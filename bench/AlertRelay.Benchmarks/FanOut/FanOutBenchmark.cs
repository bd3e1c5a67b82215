using Spectre.Console;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>
/// One alert to 1,000 receivers on 1,000 ports: the relay beside a loop that only signs and posts, and beside Alertmanager, each in fresh
/// processes.
/// </summary>
public static class FanOutBenchmark
{
    internal const int Count = 1000;

    // Figures differ by a third from start to start, so the cold ones, of which a start gives one, need many.
    private const int Starts = 9, WarmStarts = 4, Rounds = 20, UnsettledRounds = 10;

    // The loop's best is one of these on any machine that we have seen.
    private static readonly int[] Concurrencies = [16, 32, 64];

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    public static async Task Run()
    {
        await using var receivers = await Receivers.Start(Count);
        var bare = Concurrencies.Select(
            concurrency => new Row($"plain loop, {concurrency} at once",
            () => Task.FromResult<IContestant>(new BareContestant(receivers.Targets, concurrency)))).ToList();
        List<Row> rows =
        [
            .. bare,
            new Row("relay's parts, to the last record", () => Task.FromResult<IContestant>(new InsideContestant(receivers.Targets))),
            new Row("relay, published program", async () => await RelayContestant.Start(receivers.Targets)),
        ];
        if (AlertmanagerContestant.Path is not null)
            rows.Add(new Row("Alertmanager", async () => await AlertmanagerContestant.Start(receivers.Targets)));
        else
            Console.WriteLine("Alertmanager is not measured: install Debian's prometheus-alertmanager, or name its program in ALERTMANAGER.");

        // In turn: what else the machine does comes and goes by minutes, and is to hit all of them.
        for (var time = 0; time < Starts; time++)
        {
            foreach (var row in rows)
                await Measure(row, receivers, time < WarmStarts ? Rounds : 1);
        }

        Print(rows, cold: bare.Max(row => FanOutRound.Median(row.Cold).PerSecond), warm: bare.Max(row => FanOutRound.Median(row.Warm).PerSecond));
    }

    private static async Task Measure(Row row, Receivers receivers, int rounds)
    {
        await using var contestant = await row.Start();
        for (var round = 1; round <= rounds; round++)
        {
            var measured = await FanOutRound.Of(contestant, receivers, round);
            await Task.Delay(Rest);
            if (round == 1)
                row.Cold.Add(measured);
            else if (round > UnsettledRounds)
                row.Warm.Add(measured);
        }

        row.Megabytes = Math.Max(row.Megabytes, contestant.Program.Megabytes);
    }

    private static void Print(IReadOnlyList<Row> rows, double cold, double warm)
    {
        var table = new Table().Title($"One alert to {Count:N0} receivers on {Count:N0} ports; in brackets the share of the best plain loop")
            .AddColumns("What", "cold, per second", "CPU ms each", "warm, per second", "CPU ms each", "published to last, ms", "MB");
        foreach (var row in rows)
        {
            var (first, settled) = (FanOutRound.Median(row.Cold), FanOutRound.Median(row.Warm));
            table.AddRow(
                row.Name,
                $"{first.PerSecond:N0} ({first.PerSecond / cold:0.00})", $"{first.CpuEach:0.000}",
                $"{settled.PerSecond:N0} ({settled.PerSecond / warm:0.00})", $"{settled.CpuEach:0.000}",
                $"{settled.ToldToLast.TotalMilliseconds:0}", $"{row.Megabytes}");
        }

        AnsiConsole.Write(table);
    }

    private sealed record Row(string Name, Func<Task<IContestant>> Start)
    {
        public List<FanOutRound> Cold { get; } = [];

        public List<FanOutRound> Warm { get; } = [];

        /// <summary>The most that any of its processes had at its end.</summary>
        public long Megabytes { get; set; }
    }
}
