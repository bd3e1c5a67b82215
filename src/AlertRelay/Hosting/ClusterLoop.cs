using AlertRelay.Deliveries.FanOut;
using AlertRelay.Maintenance;

namespace AlertRelay.Hosting;

/// <summary>Looks for clusters soon after an alert is published. Maintenance does so once a minute, and ends those that are over.</summary>
internal sealed class ClusterLoop(ClusterFollower follower, WorkSignal signal, TimeProvider time, ILogger<ClusterLoop> logger)
    : RepeatingService(TimeSpan.FromMinutes(1), time, logger)
{
    // A fan-out to many receivers signals often.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;
    private Task _next = Task.CompletedTask;

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, _time, cancellationToken);
        _next = signal.Next;
        await follower.Follow(cancellationToken);
        return false;
    }

    protected override Task WaitAsync(Task tick) => Task.WhenAny(_next, tick);
}
