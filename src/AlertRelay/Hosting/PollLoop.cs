using AlertRelay.Polling;

namespace AlertRelay.Hosting;

/// <summary>Polls what is due, once a second; a slow channel holds up no other.</summary>
public sealed class PollLoop(PollRound round, TimeProvider time, ILogger<PollLoop> logger) : RepeatingService(TimeSpan.FromSeconds(1), time, logger)
{
    private readonly List<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        // They break off too, but may be writing.
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        _running.RemoveAll(poll => poll.IsCompleted);
        _running.AddRange(await round.Start(cancellationToken));
        return false;
    }
}
