using AlertRelay.Polling;

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

/// <summary>Runs once a minute on every instance, and uses a lease to decide whether there is something to do.</summary>
public interface IMaintenanceTask
{
    Task Run(CancellationToken cancellationToken);
}

/// <summary>Work that one instance does for all, once per interval. Each task has a lease of its own, so that it waits for no other.</summary>
/// <param name="name">No channel's id begins with a colon, so each name does.</param>
internal abstract class LeasedTask(IPollLease lease, string name, TimeSpan interval) : IMaintenanceTask
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromHours(1);

    /// <summary>The lease is kept after the work: until it ends, nobody does the work again. After a failure that is an hour at most.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        if (!await lease.TryTake(name, interval, cancellationToken))
            return;

        try
        {
            await Work(cancellationToken);
        }
        catch when (interval > RetryInterval)
        {
            await lease.Release(name, CancellationToken.None);
            await lease.TryTake(name, RetryInterval, CancellationToken.None);
            throw;
        }
    }

    protected abstract Task Work(CancellationToken cancellationToken);
}
