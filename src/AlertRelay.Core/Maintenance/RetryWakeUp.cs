using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Maintenance;

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
