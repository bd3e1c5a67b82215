using AlertRelay.Maintenance;
using Microsoft.Azure.Functions.Worker;

namespace AlertRelay.Functions;

/// <summary>Runs the maintenance tasks, once a minute.</summary>
public sealed class Maintenance(FunctionCalls calls)
{
    [Function(nameof(Maintenance))]
    public Task Run([TimerTrigger("30 * * * * *", UseMonitor = true)] TimerInfo timer, FunctionContext context)
    {
        calls.NotePastDue(timer, nameof(Maintenance));
        return calls.Run(context, (services, cancellationToken) => services.GetRequiredService<MaintenanceRun>().Run(cancellationToken));
    }
}
