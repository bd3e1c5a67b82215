using AlertRelay.Polling;

namespace AlertRelay.Standalone;

/// <summary>Publishes what a crash left in the outbox: at the start, and once a minute.</summary>
public sealed partial class SweepLoop(Outbox outbox, TimeProvider time, ILogger<SweepLoop> logger) : Loop(TimeSpan.FromMinutes(1), time, logger)
{
    protected override async Task<bool> Turn(CancellationToken cancellation)
    {
        if (await outbox.Sweep(cancellation) is > 0 and var swept)
            LogSwept(logger, swept);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Alerts} alerts had been detected and not yet published; they are now")]
    private static partial void LogSwept(ILogger logger, int alerts);
}
