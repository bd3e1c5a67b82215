using AlertRelay.Benchmarks;

// Whole-path figures as ratios to what the machine itself can do, measured in the same run. See docs/performance.md.
var wanted = args.Length == 0 ? ["start", "poll", "fanout", "fanout-azure"] : args;
if (wanted.Except(["start", "poll", "fanout", "fanout-azure"]).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark {unknown}; write start, poll, fanout or fanout-azure, or nothing for all.");
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
