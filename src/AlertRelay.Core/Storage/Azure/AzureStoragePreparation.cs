using AlertRelay.Observability;
using AlertRelay.Storage.Encryption;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;

namespace AlertRelay.Storage.Azure;

/// <summary>Creates missing tables and queues, so that a missing role shows at the start instead of at the first alert.</summary>
public sealed partial class AzureStoragePreparation(
    AzureStorage storage, Keyring keys, IOptions<StorageOptions> options, TimeProvider time, ILogger<AzureStoragePreparation> logger)
    : IHostedService
{
    // A start, or the first call under the Functions host, waits no longer than this for an account that does not answer.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private Task? _attempt;
    private volatile bool _isPrepared;

    /// <summary>When the server starts.</summary>
    /// <exception cref="StoreException">The account cannot be used, and Storage:NeededAtStart is true.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.NeededAtStart)
        {
            await Prepare(cancellationToken);
            return;
        }

        try
        {
            await Ensure(cancellationToken);
        }
        catch (StoreException fault)
        {
            LogNotReady(fault.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Prepares the account once for all callers. When it cannot be used, the next caller tries again.</summary>
    /// <exception cref="StoreException">The account cannot be used.</exception>
    public async Task Ensure(CancellationToken cancellationToken)
    {
        if (_isPrepared)
            return;

        Task attempt;
        lock (_lock)
            attempt = _attempt is { IsCompleted: false } ? _attempt : _attempt = Try();

        await attempt.WaitAsync(cancellationToken);
    }

    private async Task Prepare(CancellationToken cancellationToken)
    {
        await storage.Prepare(cancellationToken);
        keys.Check();
    }

    private async Task Try()
    {
        using var limit = new CancellationTokenSource(MaxWait, time);
        try
        {
            await Prepare(limit.Token);
            _isPrepared = true;
        }
        catch (OperationCanceledException silent)
        {
            throw new StoreException(
                $"The storage account did not answer within {MaxWait.TotalSeconds} seconds. Check the network and the setting that names the account. "
                + "Nothing is lost.",
                silent);
        }
    }

    [LoggerMessage(EventIds.StorageNotReady, LogLevel.Critical, "The relay has started but cannot work yet: {Reason}")]
    private partial void LogNotReady(string reason);
}

/// <summary>One row, which each check overwrites.</summary>
internal sealed class AzureStoreProbe(AzureStorage storage) : IStoreProbe
{
    private const string Probe = "probe";

    public Task Write(CancellationToken cancellationToken) =>
        storage.Channels.Upsert(new TableEntity(Probe, Probe) { ["At"] = storage.Time.GetUtcNow() }, cancellationToken);
}
