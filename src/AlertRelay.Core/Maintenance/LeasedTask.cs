using AlertRelay.Polling;

namespace AlertRelay.Maintenance;

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
