using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Hosting;

/// <summary>Sends due retries and postponed deliveries, several runs concurrently, so that slow receivers do not delay others.</summary>
public sealed class RetryLoop(RetryWorker worker, TimeProvider time, ILogger<RetryLoop> logger) : RepeatingService(TimeSpan.FromSeconds(1), time, logger)
{
    private const int MaxRuns = 4;

    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;
    private readonly List<Task<int>> _runs = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        // Messages that were answered are still recorded.
        await Task.WhenAll(_runs.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_runs.Count == MaxRuns)
            await Task.WhenAny(_runs).WaitAsync(cancellationToken);

        await RemoveEnded();
        var run = worker.RunOnce(cancellationToken);
        _runs.Add(run);
        await Task.WhenAny(run, Task.Delay(MaxIdle, _time, cancellationToken));
        return run.IsCompletedSuccessfully && await run > 0;
    }

    // The failure of a run is logged. Its deliveries return when their lease ends.
    private async Task RemoveEnded()
    {
        while (_runs.Find(run => run.IsCompleted) is { } ended)
        {
            _runs.Remove(ended);
            await ended;
        }
    }
}
