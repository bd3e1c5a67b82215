using AlertRelay.Subscriptions;

namespace AlertRelay.Delivery;

/// <summary>Once a day: what was stored in clear, or under a key that was rotated since, is sealed anew.</summary>
public sealed partial class SubscriptionUpkeep(ISubscriptionStore subscriptions, ILogger<SubscriptionUpkeep> logger)
{
    public async Task Run(CancellationToken cancellation)
    {
        if (await subscriptions.Reseal(cancellation) is > 0 and var count)
            LogResealed(count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Subscriptions} subscriptions were stored in clear or under an older key; they are sealed anew")]
    private partial void LogResealed(int subscriptions);
}
