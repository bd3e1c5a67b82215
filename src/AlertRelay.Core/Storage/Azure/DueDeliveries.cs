using AlertRelay.Deliveries;
using Azure;
using Azure.Data.Tables;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Pending deliveries by the time they are due. Taking one moves its row to the end of the lease; of two takers one finds the row gone.
/// </summary>
internal sealed class DueDeliveries(AzureTable table, UnreadableRows unreadable) : IDisposable
{
    // Many other instances are faster. The next run takes what they leave.
    private const int MaxLostRounds = 5;

    // Prevents races within this process.
    private readonly SemaphoreSlim _lock = new(1, 1);

    public async Task<IReadOnlyList<DeliveryRecord>> Take(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        await _lock.WaitAsync(cancellationToken);
        try
        {
            var taken = new List<DeliveryRecord>();
            var lostRounds = 0;
            while (taken.Count < limit && lostRounds < MaxLostRounds && await Due(now, (limit - taken.Count) * 2, cancellationToken) is { Count: > 0 } due)
            {
                var before = taken.Count;
                await Take(due, now + lease, limit, taken, cancellationToken);
                lostRounds = taken.Count > before ? 0 : lostRounds + 1;
            }

            return [.. taken.OrderBy(delivery => delivery.NextAttemptAt)];
        }
        finally
        {
            _lock.Release();
        }
    }

    public async Task<bool> Take(string shard, string ledgerKey, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken) =>
        await table.Find(shard, ledgerKey, cancellationToken) is { } ledger
        && LedgerRows.Read(ledger) is { Status: DeliveryStatus.Pending } delivery
        && (delivery.LeasedUntil is null || delivery.LeasedUntil <= now)
        && await table.Find(shard, ledger.GetString(LedgerRows.DueAs), cancellationToken) is { } due
        && await table.Transact(Lease(due, now + lease == delivery.NextAttemptAt ? now + lease + TimeSpan.FromTicks(1) : now + lease), cancellationToken);

    public async Task<IReadOnlyList<DeliveryRecord>> After(DateTimeOffset latest, CancellationToken cancellationToken)
    {
        var from = TableKey.Below(LedgerRows.Due, TableKey.Number(latest.UtcTicks)).To;
        var found = await BoundedParallel.Select(Shards.All, shard => After(shard, from, cancellationToken), cancellationToken);
        return [.. found.SelectMany(rows => rows)];
    }

    private async Task<List<DeliveryRecord>> After(string shard, string from, CancellationToken cancellationToken)
    {
        var found = new List<DeliveryRecord>();
        await foreach (var row in table.Range(shard, (from, TableKey.Below(LedgerRows.Due).To), 1000, cancellationToken))
        {
            if (unreadable.Read(() => LedgerRows.ReadDue(row)) is { } delivery)
                found.Add(delivery);
        }

        return found;
    }

    public async Task<bool> IsAny(DateTimeOffset now, CancellationToken cancellationToken) => (await Due(now, 1, cancellationToken)).Count > 0;

    public void Dispose() => _lock.Dispose();

    // Reads more than needed, because another instance may take some of them first.
    private async Task Take(IReadOnlyList<TableEntity> due, DateTimeOffset until, int limit, List<DeliveryRecord> taken, CancellationToken cancellationToken)
    {
        for (var i = 0; i < due.Count && taken.Count < limit;)
        {
            var wanted = due.Skip(i).Take(limit - taken.Count).ToList();
            var packs = wanted.GroupBy(row => row.PartitionKey).SelectMany(shard => shard.Packed(row => Lease(row, until))).ToList();
            foreach (var leased in await BoundedParallel.Select(packs, pack => Lease(pack, until, cancellationToken), cancellationToken))
                taken.AddRange(leased.Select(LedgerRows.ReadDue));

            i += wanted.Count;
        }
    }

    private async Task<IReadOnlyList<TableEntity>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var (from, _) = TableKey.Below(LedgerRows.Due);
        var to = TableKey.Below(LedgerRows.Due, TableKey.Number(now.UtcTicks)).To;
        var streams = Shards.All.Select(shard => table.Range(shard, (from, to), Shards.PageSize(limit), cancellationToken)).ToList();
        var due = new List<TableEntity>();
        await foreach (var (_, row) in Shards.Merged(streams, row => row.RowKey, cancellationToken))
        {
            if (unreadable.Read(() => LedgerRows.Read(row)) is not null)
                due.Add(row);
            if (due.Count == limit)
                break;
        }

        return due;
    }

    private async Task<IReadOnlyList<TableEntity>> Lease(List<TableEntity> pack, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (await table.Transact([.. pack.SelectMany(row => Lease(row, until))], cancellationToken))
            return pack;

        var leased = new List<TableEntity>();
        foreach (var row in pack.Count == 1 ? [] : pack)
        {
            if (await table.Transact(Lease(row, until), cancellationToken))
                leased.Add(row);
        }

        return leased;
    }

    private static IReadOnlyList<TableTransactionAction> Lease(TableEntity due, DateTimeOffset until)
    {
        var delivery = LedgerRows.Read(due);
        var dueAs = LedgerRows.DueKey(until, delivery.Id);
        var ledger = new TableEntity(due.PartitionKey, LedgerRows.LedgerKey(delivery.Id)) { [LedgerRows.DueAs] = dueAs };
        return
        [
            TableActions.Merge(ledger, ETag.All),
            TableActions.Delete(due.PartitionKey, due.RowKey, due.ETag),
            TableActions.Put(LedgerRows.Row(delivery, dueAs)),
        ];
    }
}
