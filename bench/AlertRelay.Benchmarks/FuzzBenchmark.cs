using System.Diagnostics;
using System.Globalization;
using AlertRelay.Tests.Channels.Fuzzing;

namespace AlertRelay.Benchmarks;

/// <summary>Feeds spoiled documents to every parser. See docs/operate/truth.md.</summary>
public static class FuzzBenchmark
{
    private const int Usual = 100_000;
    private const int Seed = 20260601;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <returns>1 when a parser did what it must not do, 2 when the options cannot be read.</returns>
    public static int Run(IReadOnlyList<string> options)
    {
        if (InputsOf(options) is not { } inputs)
        {
            Console.Error.WriteLine("Write fuzz, or fuzz --inputs and how many.");
            return 2;
        }

        var mutator = new Mutator(Seed);
        var documents = ParserFixture.All.Select(fixture => fixture.Bytes).ToList();
        var watch = Stopwatch.StartNew();
        var faults = new Dictionary<string, int>();
        var (slowest, slowestRow) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var input = 0; input < inputs; input++)
        {
            var fixture = ParserFixture.All[input % documents.Count];
            var mutant = mutator.Next(documents[input % documents.Count], documents[input / documents.Count % documents.Count]);
            if (Trial(fixture, mutant, ref slowest) is { } fault)
                Note($"{fixture}: {fault}", mutant, faults);
        }

        foreach (var fixture in ParserFixture.All.DistinctBy(fixture => (fixture.Channel.Parser, fixture.PageOf is null)))
            foreach (var (row, document) in LongRows.In(fixture.Bytes))
                if (Trial(fixture, document, ref slowestRow) is { } fault)
                    Note($"{fixture}, {row}: {fault}", document, faults);

        Console.WriteLine(
            $"{inputs} spoiled documents of {documents.Count} kinds in {watch.Elapsed.TotalSeconds:0} s, {faults.Values.Sum()} failures, the slowest "
            + $"took {slowest.TotalMilliseconds:0} ms of the processor, the slowest megabyte of one mark {slowestRow.TotalMilliseconds:0} ms (seed {Seed})");
        return faults.Count == 0 ? 0 : 1;
    }

    private static string? Trial(ParserFixture fixture, Mutant mutant, ref TimeSpan slowest)
    {
        var before = Environment.CpuUsage.TotalTime;
        var fault = ParserTrial.Fault(fixture, mutant);
        var taken = Environment.CpuUsage.TotalTime - before;
        slowest = taken > slowest ? taken : slowest;
        return fault ?? (taken > Longest ? $"took {taken.TotalSeconds:0.0} s" : null);
    }

    private static int? InputsOf(IReadOnlyList<string> options) => options switch
    {
        [] => Usual,
        ["--inputs", var number] when int.TryParse(number, CultureInfo.InvariantCulture, out var inputs) && inputs > 0 => inputs,
        _ => null,
    };

    private static void Note(string fault, Mutant mutant, Dictionary<string, int> faults)
    {
        faults[fault] = faults.GetValueOrDefault(fault) + 1;
        if (faults[fault] == 1)
            Console.WriteLine($"{fault}\n{Convert.ToBase64String(mutant.Bytes.AsSpan(0, Math.Min(mutant.Bytes.Length, 4000)))}\n");
    }
}
