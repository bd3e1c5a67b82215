using Spectre.Console;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>What one receiver in a hundred that hangs, and five that fail, cost the others: the time until 99 of 100 healthy ones have an alert.</summary>
public static class IsolationBenchmark
{
    private const int Hanging = 10, Failing = 50, Starts = 3, Warming = 5, Clean = 5, SlowOfOther = 1000, Own = 100;

    private const double Limit = 2;

    public static async Task Run()
    {
        await using var receivers = await Receivers.Start(FanOutBenchmark.Count);
        List<TimeSpan> clean = [], among = [];
        for (var start = 0; start < Starts; start++)
        {
            await receivers.Behave(0, 0);
            await using var relay = await RelayContestant.Start(receivers.Targets);
            for (var round = 1; round <= Warming + Clean; round++)
            {
                var healthy = await HealthyP99(relay, receivers, round);
                if (round > Warming)
                    clean.Add(healthy);
            }

            // Once for each start: from the second time on, those that fail are asked last.
            await receivers.Behave(Hanging, Failing);
            among.Add(await HealthyP99(relay, receivers, Warming + Clean + 1));
        }

        var (without, with) = (Median(clean), Median(among));
        Console.WriteLine(
            $"p99 of the healthy receivers, from the word to send: {without.TotalMilliseconds:0} ms where all are well, "
            + $"{with.TotalMilliseconds:0} ms where {Hanging} of {FanOutBenchmark.Count:N0} hang and {Failing} fail: {with / without:0.00} times "
            + $"(limit {Limit:0}).");
        AnsiConsole.MarkupLine(with / without <= Limit ? "[green]Within the limit.[/]" : "[red]Over the limit.[/]");
        await RunSlowTenant();
    }

    /// <summary>What a tenant's thousand slow receivers cost another tenant's hundred, while alerts follow each other.</summary>
    private static async Task RunSlowTenant()
    {
        await using var receivers = await Receivers.Start(SlowOfOther + Own);
        List<TimeSpan> clean = [], among = [];
        await using var relay = await RelayContestant.Start(receivers.Targets, SlowOfOther);
        for (var round = 1; round <= Warming + Clean + Clean; round++)
        {
            if (round == Warming + Clean + 1)
                await receivers.Slow(SlowOfOther);

            await receivers.Clear();
            var start = TimeProvider.System.GetUtcNow();
            await relay.Send(round);
            var p99 = (await receivers.Await(Own, SlowOfOther)).Percentile(0.99, start, SlowOfOther);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            if (round > Warming)
                (round > Warming + Clean ? among : clean).Add(p99);
        }

        var (without, with) = (Median(clean), Median(among));
        Console.WriteLine(
            $"p99 of a tenant's {Own} receivers: {without.TotalMilliseconds:0} ms where all are fast, {with.TotalMilliseconds:0} ms (at most "
            + $"{among.Max().TotalMilliseconds:0}) where another tenant's {SlowOfOther:N0} answer after 14 s: {with / without:0.00} times (limit {Limit:0}).");
        AnsiConsole.MarkupLine(with / without <= Limit ? "[green]Within the limit.[/]" : "[red]Over the limit.[/]");
    }

    private static async Task<TimeSpan> HealthyP99(RelayContestant relay, Receivers receivers, int round)
    {
        await receivers.Clear();
        var start = TimeProvider.System.GetUtcNow();
        await relay.Send(round);
        var arrivals = await receivers.Await(FanOutBenchmark.Count);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        return arrivals.Percentile(0.99, start, Hanging + Failing);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
