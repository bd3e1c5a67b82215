namespace AlertRelay.Maintenance;

/// <summary>Runs once a minute on every instance, and uses a lease to decide whether there is something to do.</summary>
public interface IMaintenanceTask
{
    Task Run(CancellationToken cancellationToken);
}
