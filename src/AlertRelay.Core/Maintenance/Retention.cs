using AlertRelay.Polling;

namespace AlertRelay.Maintenance;

/// <summary>Once a day, deletes one kind of data that is older than its setting.</summary>
/// <param name="kind">Names the data for the log, and its lease: "deliveries".</param>
/// <param name="forget">Deletes what is older than a time, and returns how much that was.</param>
internal sealed partial class Retention(
    string kind,
    TimeSpan keepFor,
    Func<DateTimeOffset, CancellationToken, Task<int>> forget,
    IPollLease lease,
    TimeProvider time,
    ILogger<Retention> logger)
    : LeasedTask(lease, $":daily:{kind}", TimeSpan.FromDays(1))
{
    protected override async Task Work(CancellationToken cancellationToken)
    {
        if (await forget(time.GetUtcNow() - keepFor, cancellationToken) is > 0 and var removed)
            LogRemoved(logger, kind, keepFor.TotalDays, removed);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Kind} that were older than {Days} days: {Removed}")]
    private static partial void LogRemoved(ILogger logger, string kind, double days, int removed);
}
