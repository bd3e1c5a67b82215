using AlertRelay.Deliveries;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

internal static class LedgerRetention
{
    /// <summary>A query for each thousand deliveries.</summary>
    public static async Task<int> Forget(AzureTable table, UnreadableRows unreadable, DateTimeOffset settledBefore, CancellationToken cancellationToken)
    {
        var forgotten = await BoundedParallel.Select(
            Shards.All, shard => Forget(table, unreadable, shard, settledBefore, cancellationToken), cancellationToken);
        return forgotten.Sum();
    }

    private static async Task<int> Forget(
        AzureTable table, UnreadableRows unreadable, string shard, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        List<TableEntity> old = [], unlisted = [];
        await foreach (var row in table.Range(shard, TableKey.Below(LedgerRows.Ledger), 1000, cancellationToken))
        {
            if (unreadable.Read(() => LedgerRows.Read(row)) is not { } delivery)
                continue;

            if (delivery.Status != DeliveryStatus.Pending && delivery.UpdatedAt < before)
                old.Add(row);
            else if (delivery.Status != DeliveryStatus.Delivered && row.GetBoolean(LedgerRows.IsUndelivered) != true)
                unlisted.Add(row);

            if (old.Count == TableLimits.MaxRows)
                forgotten += await Write(table, old, Deletes, cancellationToken);
            if (unlisted.Count == TableLimits.MaxRows)
                await Write(table, unlisted, Lists, cancellationToken);
        }

        await Write(table, unlisted, Lists, cancellationToken);
        return forgotten + await Write(table, old, Deletes, cancellationToken);
    }

    // If one row of a batch was changed meanwhile, all stay until next time.
    private static async Task<int> Write(
        AzureTable table, List<TableEntity> rows, Func<TableEntity, IReadOnlyList<TableTransactionAction>> actions, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var batch in rows.Packed(actions))
            written += await table.Transact([.. batch.SelectMany(actions)], cancellationToken) ? batch.Count : 0;

        rows.Clear();
        return written;
    }

    private static IReadOnlyList<TableTransactionAction> Deletes(TableEntity row) =>
    [
        TableActions.Delete(row.PartitionKey, row.RowKey, row.ETag),
        TableActions.Delete(row.PartitionKey, row.GetString(LedgerRows.ListedAs)),
        .. row.GetBoolean(LedgerRows.IsUndelivered) == true
            ? new[] { TableActions.Delete(row.PartitionKey, LedgerRows.UndeliveredKey(row.GetString(LedgerRows.ListedAs))) }
            : [],
    ];

    // Version 0.1 had no list of undelivered deliveries.
    private static IReadOnlyList<TableTransactionAction> Lists(TableEntity row) =>
    [
        TableActions.Merge(new TableEntity(row.PartitionKey, row.RowKey) { [LedgerRows.IsUndelivered] = true }, row.ETag),
        TableActions.Put(LedgerRows.Row(LedgerRows.Read(row), LedgerRows.UndeliveredKey(row.GetString(LedgerRows.ListedAs)))),
    ];
}
