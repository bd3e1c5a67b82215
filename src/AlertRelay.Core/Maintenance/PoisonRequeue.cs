using AlertRelay.Deliveries.FanOut;
using AlertRelay.Polling;

namespace AlertRelay.Maintenance;

/// <summary>Once an hour, retries fan-out batches that failed too often, so that an outage of some hours loses nothing.</summary>
internal sealed partial class PoisonRequeue(IWorkQueue queue, IPollLease lease, ILogger<PoisonRequeue> logger)
    : LeasedTask(lease, ":hourly", TimeSpan.FromHours(1))
{
    protected override async Task Work(CancellationToken cancellationToken)
    {
        if (await queue.Revive(cancellationToken) is > 0 and var requeued)
            LogRequeued(logger, requeued);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Batches} fan-out batches had been set aside after too many failures; they are tried again")]
    private static partial void LogRequeued(ILogger logger, int batches);
}
