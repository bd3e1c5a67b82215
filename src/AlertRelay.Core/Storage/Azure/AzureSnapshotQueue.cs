using AlertRelay.Deliveries;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>One partition of the table "channels", "snapshot|subscription": few rows, and none for most of the time.</summary>
internal sealed class AzureSnapshotQueue(AzureStorage storage) : ISnapshotQueue
{
    // Not a channel's partition: those have no "~".
    private const string Partition = "~snapshots", Snapshot = "snapshot", Id = "Subscription", At = "At";

    public async Task Add(string subscriptionId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, TableKey.Of(Snapshot, subscriptionId)) { [Id] = subscriptionId, [At] = at.UtcTicks };
        await storage.Channels.Transact([TableActions.Add(row)], cancellationToken);
    }

    /// <summary>One read for each thousand requests.</summary>
    public async Task<IReadOnlyList<SnapshotRequest>> List(int limit, SnapshotRequest? after, CancellationToken cancellationToken)
    {
        var requests = new List<SnapshotRequest>();
        await foreach (var row in storage.Channels.Range(Partition, TableKey.Below(Snapshot), 1000, cancellationToken))
            requests.Add(new SnapshotRequest(row.GetString(Id), new DateTimeOffset(row.GetInt64(At)!.Value, TimeSpan.Zero)));

        return
        [
            .. requests.Where(request => after is null || IsAfter(request, after))
                .OrderBy(request => request.At).ThenBy(request => request.SubscriptionId, StringComparer.Ordinal).Take(limit),
        ];
    }

    public Task Remove(string subscriptionId, CancellationToken cancellationToken) =>
        storage.Channels.Delete(Partition, TableKey.Of(Snapshot, subscriptionId), cancellationToken);

    private static bool IsAfter(SnapshotRequest request, SnapshotRequest other) =>
        request.At > other.At || (request.At == other.At && string.CompareOrdinal(request.SubscriptionId, other.SubscriptionId) > 0);
}
