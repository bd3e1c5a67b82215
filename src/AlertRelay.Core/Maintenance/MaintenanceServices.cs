namespace AlertRelay.Maintenance;

internal static class MaintenanceServices
{
    /// <summary>In the order in which they run: what readers wait for comes first, what takes long comes last.</summary>
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
