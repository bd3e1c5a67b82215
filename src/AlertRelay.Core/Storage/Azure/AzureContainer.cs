using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AlertRelay.Storage.Azure;

/// <summary>One container of blobs. It is made when it is missing.</summary>
internal sealed class AzureContainer(BlobContainerClient client, AzureErrors faults)
{
    public Task Create(CancellationToken cancellation) => faults.Explained(() => client.CreateIfNotExistsAsync(cancellationToken: cancellation), cancellation);

    public async Task<T> Run<T>(Func<BlobContainerClient, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await faults.Explained(() => work(client), cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await Create(cancellation);
            return await faults.Explained(() => work(client), cancellation);
        }
    }
}
