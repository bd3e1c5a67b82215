using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Maintenance;

/// <summary>Once a day, deletes alerts, finished deliveries, evidence, past versions and audit entries that are older than their settings.</summary>
internal sealed partial class Retention(
    IAlertStore alerts,
    IDeliveryStore deliveries,
    IEvidenceStore evidence,
    IChannelStore channels,
    IAuditStore audit,
    IPollLease lease,
    IOptions<DeliveryOptions> delivery,
    IOptions<PollingOptions> polling,
    IOptions<AuditOptions> auditing,
    TimeProvider time,
    ILogger<Retention> logger)
    : IMaintenanceTask
{
    // Never released: the instance that holds it is the only one to do the work in that time. No channel's id begins with a colon.
    private const string LeaseName = ":daily";

    public async Task Run(CancellationToken cancellationToken)
    {
        if (!await lease.TryTake(LeaseName, TimeSpan.FromDays(1), cancellationToken))
            return;

        var now = time.GetUtcNow();
        if (await deliveries.Forget(now - delivery.Value.KeepFor, cancellationToken) is > 0 and var settled)
            LogDeliveriesRemoved(logger, settled);
        if (await alerts.Forget(now - polling.Value.KeepAlertsFor, cancellationToken) is > 0 and var old)
            LogAlertsRemoved(logger, old);
        await evidence.Forget(now - polling.Value.KeepEvidenceFor, cancellationToken);
        await channels.ForgetVersions(now - polling.Value.KeepVersionsFor, cancellationToken);
        if (await audit.Forget(now - auditing.Value.KeepFor, cancellationToken) is > 0 and var entries)
            LogEntriesRemoved(logger, entries);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Finished deliveries older than Delivery:KeepFor that were deleted: {Deliveries}")]
    private static partial void LogDeliveriesRemoved(ILogger logger, int deliveries);

    [LoggerMessage(Level = LogLevel.Information, Message = "Alerts older than Polling:KeepAlertsFor that were deleted: {Alerts}")]
    private static partial void LogAlertsRemoved(ILogger logger, int alerts);

    [LoggerMessage(Level = LogLevel.Information, Message = "Entries of the audit log older than Audit:KeepFor that were deleted: {Entries}")]
    private static partial void LogEntriesRemoved(ILogger logger, int entries);
}
