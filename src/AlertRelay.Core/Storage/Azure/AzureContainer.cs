using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AlertRelay.Storage.Azure;

/// <summary>One container of blobs. It is made when it is missing.</summary>
internal sealed class AzureContainer(BlobContainerClient client, AzureErrors faults)
{
    public Task Create(CancellationToken cancellationToken) =>
        faults.Explained(() => client.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    public async Task<T> Run<T>(Func<BlobContainerClient, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await faults.Explained(() => work(client), cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await Create(cancellationToken);
            return await faults.Explained(() => work(client), cancellationToken);
        }
    }
}
