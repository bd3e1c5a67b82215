namespace AlertRelay.Maintenance;

/// <summary>Runs all maintenance tasks, one after the other. Both hosts call it once a minute.</summary>
public sealed class MaintenanceRun(IEnumerable<IMaintenanceTask> tasks)
{
    /// <summary>A failing task does not prevent the others.</summary>
    /// <exception cref="AggregateException">Several tasks failed. A single failure is rethrown as it is.</exception>
    public async Task Run(CancellationToken cancellationToken)
    {
        var faults = new List<Exception>();
        foreach (var task in tasks)
        {
            try
            {
                await task.Run(cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count == 1)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(faults[0]);
        if (faults.Count > 1)
            throw new AggregateException("Several maintenance tasks failed.", faults);
    }
}
