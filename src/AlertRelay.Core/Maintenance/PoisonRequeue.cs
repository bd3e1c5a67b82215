using AlertRelay.Deliveries.FanOut;
using AlertRelay.Polling;

namespace AlertRelay.Maintenance;

/// <summary>Once an hour, retries fan-out batches that failed too often, so that an outage of some hours loses nothing.</summary>
internal sealed partial class PoisonRequeue(IWorkQueue queue, IPollLease lease, ILogger<PoisonRequeue> logger) : IMaintenanceTask
{
    // Never released: the instance that holds it is the only one to do the work in that time. No channel's id begins with a colon.
    private const string LeaseName = ":hourly";

    public async Task Run(CancellationToken cancellationToken)
    {
        if (await lease.TryTake(LeaseName, TimeSpan.FromHours(1), cancellationToken) && await queue.Revive(cancellationToken) is > 0 and var requeued)
            LogRequeued(logger, requeued);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Batches} fan-out batches had been set aside after too many failures; they are tried again")]
    private static partial void LogRequeued(ILogger logger, int batches);
}
