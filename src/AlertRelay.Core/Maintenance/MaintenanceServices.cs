namespace AlertRelay.Maintenance;

internal static class MaintenanceServices
{
    /// <summary>Tasks run in this order: urgent ones first, slow ones last.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services) =>
        services
            .AddSingleton<IMaintenanceTask, OutboxPublication>()
            .AddSingleton<IMaintenanceTask, RetryWakeUp>()
            .AddSingleton<HeartbeatWriter>()
            .AddSingleton<IMaintenanceTask>(provider => provider.GetRequiredService<HeartbeatWriter>())
            .AddSingleton<IMaintenanceTask, PoisonRequeue>()
            .AddSingleton<IMaintenanceTask, Retention>()
            .AddSingleton<IMaintenanceTask, ReEncryption>()
            .AddSingleton<MaintenanceRun>();
}
