using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Hosting;

/// <summary>Tries again what failed, when its time has come.</summary>
public sealed class RetryLoop(RetryWorker worker, TimeProvider time, ILogger<RetryLoop> logger) : RepeatingService(TimeSpan.FromSeconds(1), time, logger)
{
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken) => await worker.RunOnce(cancellationToken) > 0;
}
