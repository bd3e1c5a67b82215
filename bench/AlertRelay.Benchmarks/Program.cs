using System.Globalization;
using AlertRelay.Benchmarks;
using AlertRelay.Benchmarks.Accuracy;
using AlertRelay.Benchmarks.FanOut;
using AlertRelay.Benchmarks.Levels;
using AlertRelay.Benchmarks.Start;
using Spectre.Console;

// Whole-path figures as ratios to what the machine itself can do, measured in the same run. docs/operate/performance.md explains them;
// docs/operate/truth.md explains accuracy and fuzz.
switch (args)
{
    case ["accuracy", .. var folders]:
        return await AccuracyBenchmark.Run(folders);
    case ["levels", .. var folders]:
        return LevelsBenchmark.Run(folders);
    case ["fuzz", .. var options]:
        return FuzzBenchmark.Run(options);
    // Parts of "fanout" that run in processes of their own.
    case [ReceiverFarm.Role, var count]:
        return await ReceiverFarm.Run(int.Parse(count, CultureInfo.InvariantCulture));
    case [BareLoop.Role, .. var targets]:
        return await BareLoop.Run(targets);
    case [RelayInside.Role, .. var targets]:
        return await RelayInside.Run(targets);
}

string[] all = ["start", "poll", "readers", "fanout", "isolation", "matching", "tls", "fanout-azure"];
var wanted = args.Length == 0 ? all : args;
if (wanted.Except(all).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine(
        $"There is no benchmark {unknown}; write one of {string.Join(", ",
        all)}, or nothing for all of these; or accuracy [FOLDER ...], levels [FOLDER ...], or fuzz [--inputs N].");
    return 2;
}

AnsiConsole.Profile.Width = 140;
foreach (var name in wanted)
{
    await (name switch
    {
        "start" => StartBenchmark.Run(),
        "poll" => PollBenchmark.Run(),
        "readers" => ReadersBenchmark.Run(),
        "isolation" => IsolationBenchmark.Run(),
        "matching" => MatchingBenchmark.Run(),
        "tls" => TlsBenchmark.Run(),
        "fanout-azure" => FanOutAzureBenchmark.Run(),
        _ => FanOutBenchmark.Run(),
    });
}

return 0;
