using AlertRelay.Auditing;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Maintenance;

/// <summary>Once a day, encrypts data that is in plain text or encrypted with an older key with the current key.</summary>
internal sealed partial class ReEncryption(ISubscriptionStore subscriptions, IAuditStore audit, IPollLease lease, ILogger<ReEncryption> logger)
    : LeasedTask(lease, ":sealing", TimeSpan.FromDays(1))
{
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
        Message = "{Subscriptions} subscriptions were stored in clear or under an older key; they are encrypted with the present one")]
    private static partial void LogEncrypted(ILogger logger, int subscriptions);
}
