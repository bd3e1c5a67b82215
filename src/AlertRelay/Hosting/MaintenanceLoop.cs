using AlertRelay.Maintenance;

namespace AlertRelay.Hosting;

internal sealed class MaintenanceLoop(MaintenanceRun maintenance, TimeProvider time, ILogger<MaintenanceLoop> logger)
    : RepeatingService(TimeSpan.FromMinutes(1), time, logger)
{
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await maintenance.Run(cancellationToken);
        return false;
    }
}
