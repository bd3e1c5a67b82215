using AlertRelay.Subscriptions;
using AlertRelay.Subscriptions.Audit;
using Microsoft.Extensions.Options;

namespace AlertRelay.Delivery;

/// <summary>What is to be done once a day for subscriptions and the log of their changes.</summary>
public sealed partial class SubscriptionUpkeep(
    ISubscriptionStore subscriptions, IAuditStore audit, IOptions<AuditOptions> options, TimeProvider time, ILogger<SubscriptionUpkeep> logger)
{
    /// <summary>What was stored in clear, or under a key that was rotated since, is sealed anew.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        // First: when a subscription was sealed anew, SQLite's file is then written without what was there before.
        await audit.Reseal(cancellation);
        if (await subscriptions.Reseal(cancellation) is > 0 and var count)
            LogResealed(count);
    }

    /// <summary>Changes that had their time.</summary>
    public async Task Forget(CancellationToken cancellation)
    {
        if (await audit.Forget(time.GetUtcNow() - options.Value.KeepFor, cancellation) is > 0 and var count)
            LogForgotten(count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Subscriptions} subscriptions were stored in clear or under an older key; they are sealed anew")]
    private partial void LogResealed(int subscriptions);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Entries} entries of the audit log had their time and were forgotten")]
    private partial void LogForgotten(int entries);
}
