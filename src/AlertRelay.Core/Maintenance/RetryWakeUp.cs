using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Maintenance;

/// <summary>Schedules a retry run if a delivery is due, in case the queue message for it was lost.</summary>
internal sealed class RetryWakeUp(IDeliveryStore deliveries, IRetryQueue retries, TimeProvider time) : IMaintenanceTask
{
    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await deliveries.IsAnyDue(now, cancellationToken))
            await retries.Schedule(now, cancellationToken);
    }
}
