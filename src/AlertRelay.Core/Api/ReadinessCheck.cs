using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Observability;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api;

/// <summary>Ready: the store can be written and read, and every enabled channel was polled at least once, successfully or not.</summary>
internal sealed partial class ReadinessCheck(
    ChannelCatalog catalog,
    IStoreProbe probe,
    IChannelStore channels,
    IAlertStore alerts,
    ISubscriptionStore subscriptions,
    IDeliveryStore deliveries,
    TimeProvider time,
    ILogger<ReadinessCheck> logger)
{
    private const string NoSuchId = "none";

    // Together less than ten seconds. Anybody may call, so a success is cached for a while. A failure is not.
    internal static readonly TimeSpan WriteHolds = TimeSpan.FromSeconds(5), MaxWait = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private long? _written;
    private bool _isFailing;

    /// <returns>Empty when it is ready.</returns>
    public async Task<IReadOnlyList<string>> Reasons(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // SQLite ignores the token while it waits for a lock.
            var reasons = await Task.Run(() => Check(either.Token), either.Token).WaitAsync(either.Token);
            Note(fault: null);
            return reasons;
        }
        catch (StoreException fault)
        {
            Note(fault.Message);
            return [Sentence(fault.Cause)];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = $"it does not answer within {MaxWait.TotalSeconds} seconds";
            Note($"The store cannot be used: {cause}.");
            return [Sentence(cause)];
        }
    }

    private static string Sentence(string? cause) =>
        $"The store cannot be written or read{(cause is null ? "" : $": {cause}")}. The log of the relay says what to do.";

    private async Task<IReadOnlyList<string>> Check(CancellationToken cancellationToken)
    {
        if (!HasWrittenRecently())
        {
            await probe.Write(cancellationToken);
            lock (_lock)
                _written = time.GetTimestamp();
        }

        await alerts.Find(NoSuchId, cancellationToken);
        await subscriptions.Find(NoSuchId, cancellationToken);
        await deliveries.Find(NoSuchId, cancellationToken);
        var known = (await channels.All(cancellationToken)).Select(state => state.Channel).ToHashSet();
        return
        [
            .. catalog.All.Where(channel => channel.Enabled && !known.Contains(channel.Id))
                .Select(channel => $"The channel {channel.Id} was not polled yet."),
        ];
    }

    private bool HasWrittenRecently()
    {
        lock (_lock)
            return _written is { } last && time.GetElapsedTime(last) < WriteHolds;
    }

    // Only changes, because monitors call every few seconds.
    private void Note(string? fault)
    {
        lock (_lock)
        {
            if (_isFailing == (fault is not null))
                return;

            _isFailing = fault is not null;
        }

        if (fault is null)
            LogRecovered();
        else
            LogFailing(fault);
    }

    [LoggerMessage(EventIds.StoreFailing, LogLevel.Error, "The relay is not ready: {Reason}")]
    private partial void LogFailing(string reason);

    [LoggerMessage(EventIds.StoreRecovered, LogLevel.Information, "The store can be written again; the relay continues with the pending work")]
    private partial void LogRecovered();
}
