using AlertRelay.Deliveries;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

internal static class LedgerRetention
{
    /// <summary>A query for each thousand deliveries.</summary>
    public static async Task<int> Forget(AzureTable table, DateTimeOffset settledBefore, CancellationToken cancellationToken)
    {
        var forgotten = await BoundedParallel.Select(Shards.All, shard => Forget(table, shard, settledBefore, cancellationToken), cancellationToken);
        return forgotten.Sum();
    }

    private static async Task<int> Forget(AzureTable table, string shard, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        var old = new List<TableEntity>();
        await foreach (var row in table.Range(shard, TableKey.Below(LedgerRows.Ledger), 1000, cancellationToken))
        {
            if (LedgerRows.Read(row) is { Status: not DeliveryStatus.Pending } delivery && delivery.UpdatedAt < before)
                old.Add(row);

            if (old.Count == TableLimits.MaxRows)
                forgotten += await Forget(table, old, cancellationToken);
        }

        return forgotten + await Forget(table, old, cancellationToken);
    }

    // Of a batch in which one was changed meanwhile, all stay until the next time.
    private static async Task<int> Forget(AzureTable table, List<TableEntity> rows, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        foreach (var batch in rows.Packed(Deletes))
            forgotten += await table.Transact([.. batch.SelectMany(Deletes)], cancellationToken) ? batch.Count : 0;

        rows.Clear();
        return forgotten;
    }

    private static IReadOnlyList<TableTransactionAction> Deletes(TableEntity row) =>
    [
        TableActions.Delete(row.PartitionKey, row.RowKey, row.ETag),
        TableActions.Delete(row.PartitionKey, row.GetString(LedgerRows.ListedAs)),
    ];
}
