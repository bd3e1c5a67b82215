namespace AlertRelay.Storage.Azure;

/// <summary>A missing role stops the start, instead of the first poll an hour later.</summary>
internal sealed class AzureStoragePreparation(AzureStorage storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => storage.Prepare(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
