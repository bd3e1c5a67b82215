using AlertRelay.Deliveries;
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fan-out batches that were set aside after too many failures: {Batches}. They are tried again now.")]
    private static partial void LogRequeued(ILogger logger, int batches);
}

/// <summary>Schedules a retry run if a delivery is due, in case the queue message for it was lost, or a clock that was ahead put it off.</summary>
internal sealed class RetryWakeUp(IDeliveryStore deliveries, IRetryQueue retries, TimeProvider time) : IMaintenanceTask
{
    /// <summary>Longer than any wait that a right clock sets: a retry waits for 29 hours at most, a daily digest with quiet hours for two days.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromDays(3);

    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await deliveries.BringForward(now + MaxWait, now, cancellationToken);
        if (await deliveries.IsAnyDue(now, cancellationToken))
            await retries.Schedule(now, cancellationToken);
    }
}

/// <summary>Publishes alerts of polls that crashed after they stored them.</summary>
internal sealed partial class OutboxPublication(Outbox outbox, ILogger<OutboxPublication> logger) : IMaintenanceTask
{
    public async Task Run(CancellationToken cancellationToken)
    {
        if (await outbox.PublishRemaining(cancellationToken) is > 0 and var published)
            LogPublished(logger, published);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts that were detected and not yet published: {Alerts}. They are published now.")]
    private static partial void LogPublished(ILogger logger, int alerts);
}
