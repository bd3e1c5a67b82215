using AlertRelay.Maintenance;

namespace AlertRelay.Hosting;

internal sealed class MaintenanceLoop(MaintenanceRun maintenance, TimeProvider time, ILogger<MaintenanceLoop> logger) : Loop(TimeSpan.FromMinutes(1), time, logger)
{
    protected override async Task<bool> Turn(CancellationToken cancellation)
    {
        await maintenance.Run(cancellation);
        return false;
    }
}
