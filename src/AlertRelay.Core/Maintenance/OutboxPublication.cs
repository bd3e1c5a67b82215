using AlertRelay.Polling;

namespace AlertRelay.Maintenance;

/// <summary>Publishes alerts of polls that crashed after they stored them.</summary>
internal sealed partial class OutboxPublication(Outbox outbox, ILogger<OutboxPublication> logger) : IMaintenanceTask
{
    public async Task Run(CancellationToken cancellationToken)
    {
        if (await outbox.PublishRemaining(cancellationToken) is > 0 and var published)
            LogPublished(logger, published);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts that were detected and not yet published: {Alerts}. They are published now.")]
    private static partial void LogPublished(ILogger logger, int alerts);
}
