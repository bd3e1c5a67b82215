using AlertRelay.Polling;

namespace AlertRelay.Standalone;

public sealed class SweepLoop(Sweeper sweeper, TimeProvider time, ILogger<SweepLoop> logger) : Loop(TimeSpan.FromMinutes(1), time, logger)
{
    protected override async Task<bool> Turn(CancellationToken cancellation)
    {
        await sweeper.Sweep(cancellation);
        return false;
    }
}
