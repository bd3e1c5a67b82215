using AlertRelay.Storage.Sealing;
using Microsoft.Extensions.Options;

namespace AlertRelay.Storage.Azure;

/// <summary>A missing role is told of at the start, instead of at the first poll an hour later.</summary>
internal sealed partial class AzureStoragePreparation(AzureStorage storage, Keyring keys, IOptions<StorageOptions> options, TimeProvider time, ILogger<AzureStoragePreparation> logger) : IHostedService
{
    // The Functions host waits a minute for the program to listen.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.NeededAtStart)
            await Prepare(cancellationToken);
        else
            await Try(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Prepare(CancellationToken cancellation)
    {
        await storage.Prepare(cancellation);
        keys.Check();
    }

    private async Task Try(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await Prepare(either.Token);
        }
        catch (StoreException fault)
        {
            LogNotReady(fault.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            LogNotReady("The storage account did not answer in time.");
        }
    }

    [LoggerMessage(LogLevel.Critical, "The relay starts, but can do nothing yet: {Reason}")]
    private partial void LogNotReady(string reason);
}
