namespace AlertRelay.Benchmarks.FanOut;

/// <summary>One message to every receiver.</summary>
/// <param name="Took">From the first arrival to the last; of a contestant that says when all is done, from its start to that.</param>
/// <param name="ToldToLast">From the word to send to the last arrival.</param>
internal sealed record FanOutRound(int Count, TimeSpan Took, TimeSpan ToldToLast, TimeSpan Cpu)
{
    // Those that record do it a moment after the last arrival.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    public double PerSecond => Count / Took.TotalSeconds;

    public double CpuEach => Cpu.TotalMilliseconds / Count;

    public static async Task<FanOutRound> Of(IContestant contestant, Receivers receivers, int round)
    {
        await receivers.Clear();
        var before = contestant.Program.Cpu;
        var start = TimeProvider.System.GetUtcNow();
        var own = await contestant.Send(round);
        var arrivals = await receivers.Await(receivers.Ports.Count);
        await Task.Delay(Moment);
        return new FanOutRound(arrivals.All.Count, own ?? arrivals.Span, arrivals.LastAfter(start), contestant.Program.Cpu - before);
    }

    public static FanOutRound Median(List<FanOutRound> rounds) => rounds.OrderBy(round => round.Took).ElementAt(rounds.Count / 2);
}
