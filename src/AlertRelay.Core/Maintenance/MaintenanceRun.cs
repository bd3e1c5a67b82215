namespace AlertRelay.Maintenance;

/// <summary>Runs every maintenance task in turn. Both hosts call it once a minute.</summary>
public sealed class MaintenanceRun(IEnumerable<IMaintenanceTask> tasks)
{
    /// <summary>A task that fails does not keep the others from running.</summary>
    /// <exception cref="AggregateException">What went wrong, after all tasks were run. A single failure is thrown as it is.</exception>
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
