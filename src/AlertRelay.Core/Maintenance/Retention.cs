using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Maintenance;

/// <summary>Once a day, deletes finished deliveries, evidence, past versions and audit entries that are older than their settings.</summary>
internal sealed partial class Retention(
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
        await evidence.Forget(now - polling.Value.KeepEvidenceFor, cancellationToken);
        await channels.ForgetVersions(now - polling.Value.KeepVersionsFor, cancellationToken);
        if (await audit.Forget(now - auditing.Value.KeepFor, cancellationToken) is > 0 and var entries)
            LogEntriesRemoved(logger, entries);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Deliveries} settled deliveries were older than Delivery:KeepFor and were removed")]
    private static partial void LogDeliveriesRemoved(ILogger logger, int deliveries);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Entries} entries of the audit log were older than Audit:KeepFor and were removed")]
    private static partial void LogEntriesRemoved(ILogger logger, int entries);
}
