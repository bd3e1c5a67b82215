using AlertRelay.Delivery;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

public static class LedgerRetention
{
    private static readonly TimeSpan LedgerIsKept = TimeSpan.FromDays(30);

    /// <summary>
    /// Forgets settled deliveries and their attempts after 30 days. Reads the whole ledger, a query for each thousand deliveries: for once a day.
    /// </summary>
    /// <returns>How many deliveries were forgotten.</returns>
    public static async Task<int> PruneDeliveries(this AzureStorage storage, DateTimeOffset now, CancellationToken cancellation)
    {
        var forgotten = await Parallelly.Select(Shards.All, shard => Prune(storage.Deliveries, shard, now - LedgerIsKept, cancellation), cancellation);
        return forgotten.Sum();
    }

    private static async Task<int> Prune(AzureTable table, string shard, DateTimeOffset before, CancellationToken cancellation)
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
        Changes.Delete(row.PartitionKey, row.RowKey, row.ETag),
        Changes.Delete(row.PartitionKey, row.GetString(LedgerRows.ListedAs)),
        Changes.Delete(row.PartitionKey, TableKey.Of(LedgerRows.ById, LedgerRows.Read(row).Id)),
    ];
}
