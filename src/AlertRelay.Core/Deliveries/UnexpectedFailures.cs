using System.Collections.Concurrent;

namespace AlertRelay.Deliveries;

/// <summary>
/// Turns exceptions that nobody foresaw into failed attempts, so that one receiver never ends a whole batch. The first of each type is logged, without
/// its message, which may contain the target.
/// </summary>
internal sealed partial class UnexpectedFailures(ILogger logger)
{
    private readonly ConcurrentDictionary<Type, bool> _logged = new();

    public DeliveryOutcome.Failed Note(Exception exception)
    {
        if (_logged.TryAdd(exception.GetType(), true))
            LogUnexpected(exception.GetType().FullName, exception.StackTrace);

        return new DeliveryOutcome.Failed(DeliveryError.Unexpected)
        {
            Explanation = $"the relay itself failed to send it ({exception.GetType().Name}): its log says how",
        };
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "An attempt failed by {Type}, which the relay does not expect. Later ones of this type are only in the ledger.\n{Trace}")]
    private partial void LogUnexpected(string? type, string? trace);
}
