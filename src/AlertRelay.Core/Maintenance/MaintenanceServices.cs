using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Clusters;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Keys;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Maintenance;

internal static class MaintenanceServices
{
    // A day is shown, and its first hour is a part of another one.
    private static readonly TimeSpan KeepOutcomeCountsFor = TimeSpan.FromDays(2);

    /// <summary>Tasks run in this order: urgent ones first, slow ones last. None depends on another.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services)
    {
        services.AddOptions<ClusterOptions>().BindConfiguration("Clusters").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IMaintenanceTask, OutboxPublication>()
            .AddSingleton<ClusterFollower>()
            .AddSingleton<IMaintenanceTask>(provider => provider.GetRequiredService<ClusterFollower>())
            .AddSingleton<IMaintenanceTask, RetryWakeUp>()
            .AddSingleton<IMaintenanceTask, SnapshotSender>()
            .AddSingleton<HeartbeatWriter>()
            .AddSingleton<IMaintenanceTask>(provider => provider.GetRequiredService<HeartbeatWriter>())
            .AddSingleton<IMaintenanceTask, PoisonRequeue>()
            .AddRetention<IDeliveryStore, DeliveryOptions>("deliveries", options => options.KeepFor, store => store.Forget)
            .AddRetention<IOutcomeCountStore, DeliveryOptions>("outcome-counts", _ => KeepOutcomeCountsFor, store => store.Forget)
            .AddRetention<IAlertStore, PollingOptions>("alerts", options => options.KeepAlertsFor, store => store.Forget)
            .AddRetention<IEvidenceStore, PollingOptions>("evidence", options => options.KeepEvidenceFor, store => store.Forget)
            .AddRetention<IChannelStore, PollingOptions>("versions", options => options.KeepVersionsFor, store => store.ForgetVersions)
            .AddRetention<IAuditStore, AuditOptions>("audit-entries", options => options.KeepFor, store => store.Forget)
            .AddRetention<IWorkQueue, DeliveryOptions>("batches", options => options.KeepFor, queue => queue.ForgetEnqueued)
            .AddRetention<IPortalLinkStore, RelayOptions>("portal-links", _ => TimeSpan.FromHours(1), store => store.Forget)
            .AddSingleton<IMaintenanceTask, ReEncryption>()
            .AddSingleton<MaintenanceRun>();
    }

    private static IServiceCollection AddRetention<TStore, TOptions>(
        this IServiceCollection services,
        string kind,
        Func<TOptions, TimeSpan> keepFor,
        Func<TStore, Func<DateTimeOffset, CancellationToken, Task<int>>> forget)
        where TStore : notnull
        where TOptions : class =>
        services.AddSingleton<IMaintenanceTask>(provider => new Retention(
            kind,
            keepFor(provider.GetRequiredService<IOptions<TOptions>>().Value),
            forget(provider.GetRequiredService<TStore>()),
            provider.GetRequiredService<IPollLease>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Retention>>()));
}
