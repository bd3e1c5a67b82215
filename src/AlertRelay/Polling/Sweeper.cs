using AlertRelay.Delivery;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Takes up what a crash left behind, and forgets what had its time. Both doors call it once a minute, on as many instances as there are.</summary>
public sealed partial class Sweeper(
    Outbox outbox, HeartbeatWriter heartbeat, IChannelStore channels, IEvidenceStore evidence, IWorkQueue queue, IDeliveryStore deliveries, SubscriptionUpkeep subscriptions, IRetryQueue retries, IPollLease lease, IOptions<DeliveryOptions> options, IOptions<PollingOptions> polling, TimeProvider time, ILogger<Sweeper> logger)
{
    // Never given back: whoever has one is the only instance to do the work in that time. No channel's id begins with a colon.
    private const string Hourly = ":hourly", Daily = ":daily", Sealing = ":sealing";

    public async Task Sweep(CancellationToken cancellation)
    {
        if (await outbox.Sweep(cancellation) is > 0 and var swept)
            LogSwept(logger, swept);

        if (await deliveries.IsAnyDue(time.GetUtcNow(), cancellation))
            await retries.Schedule(time.GetUtcNow(), cancellation);

        await heartbeat.Write(cancellation);

        if (await lease.TryTake(Hourly, TimeSpan.FromHours(1), cancellation) && await queue.Revive(cancellation) is > 0 and var revived)
            LogRevived(logger, revived);

        if (await lease.TryTake(Daily, TimeSpan.FromDays(1), cancellation))
        {
            await Forget(time.GetUtcNow(), cancellation);
            await subscriptions.Forget(cancellation);
        }

        // Last, and under a name of its own: keys that are missing must hold up nothing else.
        if (await lease.TryTake(Sealing, TimeSpan.FromDays(1), cancellation))
            await subscriptions.Run(cancellation);
    }

    private async Task Forget(DateTimeOffset now, CancellationToken cancellation)
    {
        if (await deliveries.Forget(now - options.Value.KeepFor, cancellation) is > 0 and var settled)
            LogForgotten(logger, settled);

        await evidence.Forget(now - polling.Value.KeepEvidenceFor, cancellation);
        await channels.ForgetVersions(now - polling.Value.KeepVersionsFor, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Alerts} alerts had been detected and not yet published; they are now")]
    private static partial void LogSwept(ILogger logger, int alerts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Pages} parts of fan-outs had been set aside after too many failures; they are tried again")]
    private static partial void LogRevived(ILogger logger, int pages);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Deliveries} settled deliveries had their time and were forgotten")]
    private static partial void LogForgotten(ILogger logger, int deliveries);
}
