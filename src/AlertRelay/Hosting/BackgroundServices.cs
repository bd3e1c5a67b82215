using AlertRelay.Maintenance;

namespace AlertRelay.Hosting;

internal static class BackgroundServices
{
    /// <summary>The background services that replace the triggers of the Functions host.</summary>
    public static IServiceCollection AddBackgroundServices(this IServiceCollection services) =>
        services
            .AddHostedService<OutcomeCountLoop>()
            .AddHostedService<MaintenanceLoop>()
            .AddHostedService<PollLoop>()
            .AddHostedService<FanOutLoop>()
            .AddHostedService<ClusterLoop>()
            .AddHostedService<RetryLoop>()
            .AddSingleton<StoreWatch>()
            .AddHostedService(provider => provider.GetRequiredService<StoreWatch>());
}

internal sealed class MaintenanceLoop(MaintenanceRun maintenance, TimeProvider time, ILogger<MaintenanceLoop> logger)
    : RepeatingService(TimeSpan.FromMinutes(1), time, logger)
{
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await maintenance.Run(cancellationToken);
        return false;
    }
}
