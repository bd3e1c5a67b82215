using AlertRelay.Auditing;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Maintenance;

/// <summary>Once a day, encrypts what was stored in clear, or under a key that was rotated since, with the present key.</summary>
internal sealed partial class ReEncryption(ISubscriptionStore subscriptions, IAuditStore audit, IPollLease lease, ILogger<ReEncryption> logger)
    : IMaintenanceTask
{
    // Its own lease: keys that are missing must not hold up anything else. No channel's id begins with a colon.
    private const string LeaseName = ":sealing";

    public async Task Run(CancellationToken cancellationToken)
    {
        if (await lease.TryTake(LeaseName, TimeSpan.FromDays(1), cancellationToken))
            await Encrypt(cancellationToken);
    }

    /// <summary>At once, whatever the lease says.</summary>
    public async Task Encrypt(CancellationToken cancellationToken)
    {
        // The audit log first: when a subscription is encrypted anew, SQLite's file is then written without what was there before.
        await audit.ReEncrypt(cancellationToken);
        if (await subscriptions.ReEncrypt(cancellationToken) is > 0 and var count)
            LogEncrypted(logger, count);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Subscriptions} subscriptions were stored in clear or under an older key; they are encrypted with the present one")]
    private static partial void LogEncrypted(ILogger logger, int subscriptions);
}
