using AlertRelay.Deliveries;

namespace AlertRelay.Hosting;

/// <summary>Writes the counts of outcomes. It is registered first, so it is stopped last, when nothing is counted any more.</summary>
internal sealed class OutcomeCountLoop(OutcomeCounts counts, TimeProvider time, ILogger<OutcomeCountLoop> logger)
    : RepeatingService(OutcomeCounts.WriteInterval, time, logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        await counts.Save(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await counts.Save(cancellationToken);
        return false;
    }
}
