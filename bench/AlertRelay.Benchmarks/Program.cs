using AlertRelay.Benchmarks;
using AlertRelay.Benchmarks.Accuracy;

// Whole-path figures as ratios to what the machine itself can do, measured in the same run. See docs/performance.md; of accuracy and fuzz, docs/truth.md.
switch (args)
{
    case ["accuracy", .. var folders]:
        return await AccuracyBenchmark.Run(folders);
    case ["fuzz", .. var options]:
        return FuzzBenchmark.Run(options);
}

var wanted = args.Length == 0 ? ["start", "poll", "fanout", "fanout-azure"] : args;
if (wanted.Except(["start", "poll", "fanout", "fanout-azure"]).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark {unknown}; write start, poll, fanout or fanout-azure, or nothing for these four; or accuracy [FOLDER ...], or fuzz [--inputs N].");
    return 2;
}

foreach (var name in wanted)
{
    await (name switch
    {
        "start" => StartBenchmark.Run(),
        "poll" => PollBenchmark.Run(),
        "fanout-azure" => FanOutAzureBenchmark.Run(),
        _ => FanOutBenchmark.Run(),
    });
}

return 0;
