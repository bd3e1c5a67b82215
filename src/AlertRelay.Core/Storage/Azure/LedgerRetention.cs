using AlertRelay.Deliveries;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

internal static class LedgerRetention
{
    /// <summary>A query for each thousand deliveries.</summary>
    public static async Task<int> Forget(AzureTable table, DateTimeOffset settledBefore, CancellationToken cancellation)
    {
        var forgotten = await BoundedParallel.Select(Shards.All, shard => Forget(table, shard, settledBefore, cancellation), cancellation);
        return forgotten.Sum();
    }

    private static async Task<int> Forget(AzureTable table, string shard, DateTimeOffset before, CancellationToken cancellation)
    {
        var forgotten = 0;
        var old = new List<TableEntity>();
        await foreach (var row in table.Range(shard, TableKey.Below(LedgerRows.Ledger), 1000, cancellation))
        {
            if (LedgerRows.Read(row) is { Status: not DeliveryStatus.Pending } delivery && delivery.UpdatedAt < before)
                old.Add(row);

            if (old.Count == TableLimits.MostRows)
                forgotten += await Forget(table, old, cancellation);
        }

        return forgotten + await Forget(table, old, cancellation);
    }

    // Of a batch in which one was changed meanwhile, all stay until the next time.
    private static async Task<int> Forget(AzureTable table, List<TableEntity> rows, CancellationToken cancellation)
    {
        var forgotten = 0;
        foreach (var batch in rows.Packed(Deletes))
            forgotten += await table.Transact([.. batch.SelectMany(Deletes)], cancellation) ? batch.Count : 0;

        rows.Clear();
        return forgotten;
    }

    private static IReadOnlyList<TableTransactionAction> Deletes(TableEntity row) =>
    [
        TableActions.Delete(row.PartitionKey, row.RowKey, row.ETag),
        TableActions.Delete(row.PartitionKey, row.GetString(LedgerRows.ListedAs)),
    ];
}
