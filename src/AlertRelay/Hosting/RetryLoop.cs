using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Hosting;

/// <summary>Tries again what failed, when its time has come.</summary>
public sealed class RetryLoop(RetryWorker worker, TimeProvider time, ILogger<RetryLoop> logger) : Loop(TimeSpan.FromSeconds(1), time, logger)
{
    protected override async Task<bool> Turn(CancellationToken cancellation) => await worker.RunOnce(cancellation) > 0;
}
