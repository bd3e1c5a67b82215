using AlertRelay.Auditing;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Maintenance;

/// <summary>
/// Once a day, and right after an upgrade that needs it, encrypts data that is in plain text or encrypted with an older key with the current key, and adds
/// older rows to newer lists.
/// </summary>
internal sealed partial class ReEncryption(ISubscriptionStore subscriptions, IAuditStore audit, IPollLease lease, ILogger<ReEncryption> logger)
    : LeasedTask(lease, $":sealing:{Lists}", TimeSpan.FromDays(1))
{
    // Raised with every list that the stores fill for older rows. The version before may have taken its lease just now, and knew nothing of the new list.
    private const int Lists = 2;

    protected override Task Work(CancellationToken cancellationToken) => Encrypt(cancellationToken);

    /// <summary>Runs immediately, without the lease.</summary>
    public async Task Encrypt(CancellationToken cancellationToken)
    {
        try
        {
            // The audit log comes first: re-encrypting a subscription makes SQLite rewrite its file without the old data.
            await audit.ReEncrypt(cancellationToken);
        }
        finally
        {
            if (await subscriptions.ReEncrypt(cancellationToken) is > 0 and var count)
                LogEncrypted(logger, count);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Subscriptions that were stored in plain text or under an older key: {Subscriptions}. They are encrypted with the current key now.")]
    private static partial void LogEncrypted(ILogger logger, int subscriptions);
}
