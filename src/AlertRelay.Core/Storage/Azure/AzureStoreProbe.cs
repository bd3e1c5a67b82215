using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>One row, which each check overwrites.</summary>
internal sealed class AzureStoreProbe(AzureStorage storage) : IStoreProbe
{
    private const string Probe = "probe";

    public Task Write(CancellationToken cancellationToken) =>
        storage.Channels.Upsert(new TableEntity(Probe, Probe) { ["At"] = storage.Time.GetUtcNow() }, cancellationToken);
}
