using System.Diagnostics;
using System.Globalization;
using AlertRelay.Tests.Channels.Fuzzing;

namespace AlertRelay.Benchmarks;

/// <summary>Feeds spoiled documents to every parser. See docs/truth.md.</summary>
public static class FuzzBenchmark
{
    private const int Usual = 100_000;
    private const int Seed = 20260601;

    /// <returns>1 when a parser did what it must not do, 2 when the options cannot be read.</returns>
    public static int Run(IReadOnlyList<string> options)
    {
        var inputs = options switch
        {
            [] => Usual,
            ["--inputs", var number] when int.TryParse(number, CultureInfo.InvariantCulture, out var wanted) => wanted,
            _ => 0,
        };
        if (inputs <= 0)
        {
            Console.Error.WriteLine("Write fuzz, or fuzz --inputs and how many.");
            return 2;
        }

        var mutator = new Mutator(Seed);
        var documents = ParserFixture.All.Select(fixture => fixture.Bytes).ToList();
        var watch = Stopwatch.StartNew();
        var faults = new Dictionary<string, int>();
        for (var input = 0; input < inputs; input++)
        {
            var fixture = ParserFixture.All[input % documents.Count];
            var mutant = mutator.Next(documents[input % documents.Count], documents[input / documents.Count % documents.Count]);
            if (ParserTrial.Fault(fixture, mutant) is { } fault)
                Note($"{fixture}: {fault}", mutant, faults);
        }

        Console.WriteLine($"{inputs} spoiled documents of {documents.Count} kinds in {watch.Elapsed.TotalSeconds:0} s, {faults.Values.Sum()} failures (seed {Seed})");
        return faults.Count == 0 ? 0 : 1;
    }

    private static void Note(string fault, Mutant mutant, Dictionary<string, int> faults)
    {
        faults[fault] = faults.GetValueOrDefault(fault) + 1;
        if (faults[fault] == 1)
            Console.WriteLine($"{fault}\n{Convert.ToBase64String(mutant.Bytes.AsSpan(0, Math.Min(mutant.Bytes.Length, 4000)))}\n");
    }
}
