using AlertRelay.Polling;

namespace AlertRelay.Hosting;

/// <summary>Polls due channels, once a second. A slow channel does not delay others.</summary>
public sealed class PollLoop(PollRound round, TimeProvider time, ILogger<PollLoop> logger) : RepeatingService(TimeSpan.FromSeconds(1), time, logger)
{
    private readonly List<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        // They are cancelled too, but may be writing.
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        _running.RemoveAll(poll => poll.IsCompleted);
        _running.AddRange(await round.Start(cancellationToken));
        return false;
    }
}
