using AlertRelay.Deliveries;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteSnapshotQueue(SqliteDatabase database) : ISnapshotQueue
{
    public Task Add(string subscriptionId, DateTimeOffset at, CancellationToken cancellationToken) => database.Write(
        connection => connection.Execute(
            "INSERT INTO snapshots (subscription_id, at) VALUES ($id, $at) ON CONFLICT (subscription_id) DO NOTHING",
            ("$id", subscriptionId), ("$at", at.UtcTicks)),
        cancellationToken);

    public async Task<IReadOnlyList<SnapshotRequest>> List(int limit, SnapshotRequest? after, CancellationToken cancellationToken) => await database.Read(
        connection => connection.Query(
            "SELECT subscription_id, at FROM snapshots WHERE (at, subscription_id) > ($at, $id) ORDER BY at, subscription_id LIMIT $limit",
            reader => new SnapshotRequest(reader.GetString(0), reader.Time(1)!.Value),
            ("$limit", limit), ("$at", after?.At.UtcTicks ?? long.MinValue), ("$id", after?.SubscriptionId ?? "")),
        cancellationToken);

    public Task Remove(string subscriptionId, CancellationToken cancellationToken) => database.Write(
        connection => connection.Execute("DELETE FROM snapshots WHERE subscription_id = $id", ("$id", subscriptionId)), cancellationToken);
}
