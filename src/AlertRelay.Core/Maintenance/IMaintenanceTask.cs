namespace AlertRelay.Maintenance;

/// <summary>One kind of upkeep. It is called once a minute on every instance, and decides by a lease whether there is something to do.</summary>
public interface IMaintenanceTask
{
    Task Run(CancellationToken cancellationToken);
}
