using System.Globalization;
using AlertRelay.Polling;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AlertRelay.Storage.Azure;

/// <summary>A blob for each document, under its hash. Its metadata contains the time, because the blob's own time is the service's.</summary>
internal sealed class AzureEvidenceStore(AzureStorage storage) : IEvidenceStore
{
    private const string StoredAt = "keptat", MediaType = "mediatype";

    public async Task Keep(EvidenceDocument document, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string> { [StoredAt] = storage.Time.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture) },
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/gzip" },
        };
        if (document.MediaType is { } type && type.All(char.IsAscii))
            options.Metadata[MediaType] = type;

        var packed = BinaryData.FromBytes(EvidenceSerializer.Write(document));
        await storage.Evidence.Run(container => container.GetBlobClient(document.Sha256).UploadAsync(packed, options, cancellationToken), cancellationToken);
    }

    public async Task<EvidenceDocument?> Find(string sha256, CancellationToken cancellationToken)
    {
        var found = await storage.Evidence.Run(container => Download(container.GetBlobClient(sha256), cancellationToken), cancellationToken);
        return found is null
            ? null
            : EvidenceSerializer.Read(sha256, found.Details.Metadata.TryGetValue(MediaType, out var type) ? type : null, found.Content.ToArray());
    }

    /// <summary>Reads the metadata of every blob, so call it once a day.</summary>
    public Task<int> Forget(DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        storage.Evidence.Run(
            async container =>
            {
                var forgotten = 0;
                await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, cancellationToken))
                {
                    if (blob.Metadata.TryGetValue(StoredAt, out var storedAt) && long.Parse(storedAt, CultureInfo.InvariantCulture) < storedBefore.UtcTicks)
                        forgotten += await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken) ? 1 : 0;
                }

                return forgotten;
            },
            cancellationToken);

    private static async Task<BlobDownloadResult?> Download(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.DownloadContentAsync(cancellationToken);
        }
        catch (global::Azure.RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }
}

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
