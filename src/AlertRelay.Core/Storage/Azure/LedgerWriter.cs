using AlertRelay.Deliveries;
using Azure.Data.Tables;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Writes many deliveries in few transactions. First attempts are written as new without a lookup. If a transaction finds that one of its
/// deliveries is there already, or changed meanwhile, each of them is read and written by itself.
/// </summary>
internal sealed class LedgerWriter(AzureStorage storage)
{
    private readonly AzureTable _table = storage.Ledger;

    public async Task<LedgerEntry?> Stored(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        await _table.Find(Shards.Of(subscriptionId), LedgerRows.LedgerKey(alertId, subscriptionId), cancellationToken) is { } row
            ? LedgerEntry.Read(row)
            : null;

    public async Task Record(IReadOnlyList<(DeliveryRecord Delivery, Attempt Attempt)> outcomes, CancellationToken cancellationToken)
    {
        var isRepeated = outcomes.GroupBy(outcome => outcome.Delivery.Id).Where(delivery => delivery.Count() > 1).Select(delivery => delivery.Key).ToHashSet();
        var changes = await BoundedParallel.Select(
            [.. outcomes.Where(outcome => !isRepeated.Contains(outcome.Delivery.Id))],
            async outcome => new Change(
                outcome, outcome.Attempt.Number == 1 ? null : await Stored(outcome.Delivery, cancellationToken), storage.Time.GetUtcNow()),
            cancellationToken);
        var packs = changes.Where(change => change.IsAny).GroupBy(change => Shards.Of(change.Outcome.Delivery.SubscriptionId))
            .SelectMany(shard => shard.Packed(change => change.Actions));
        await BoundedParallel.Select([.. packs], pack => Write(pack, cancellationToken), cancellationToken);

        foreach (var outcome in outcomes.Where(outcome => isRepeated.Contains(outcome.Delivery.Id)))
            await RecordOne(outcome, cancellationToken);
    }

    public async Task Save(DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = await Stored(delivery, cancellationToken);
            var after = before?.With(delivery) ?? LedgerEntry.New(delivery, storage.Time.GetUtcNow());
            if (await _table.Transact(after.ChangesFrom(before), cancellationToken))
                return;
        }
    }

    private Task<LedgerEntry?> Stored(DeliveryRecord delivery, CancellationToken cancellationToken) =>
        Stored(delivery.AlertId, delivery.SubscriptionId, cancellationToken);

    private async Task<bool> Write(List<Change> pack, CancellationToken cancellationToken)
    {
        if (await _table.Transact([.. pack.SelectMany(change => change.Actions)], cancellationToken))
            return true;

        foreach (var change in pack)
            await RecordOne(change.Outcome, cancellationToken);

        return true;
    }

    private async Task RecordOne((DeliveryRecord Delivery, Attempt Attempt) outcome, CancellationToken cancellationToken)
    {
        Change change;
        do
            change = new Change(outcome, await Stored(outcome.Delivery, cancellationToken), storage.Time.GetUtcNow());
        while (change.IsAny && !await _table.Transact(change.Actions, cancellationToken));
    }

    /// <param name="Before">As it is stored; null when it is not.</param>
    private sealed record Change((DeliveryRecord Delivery, Attempt Attempt) Outcome, LedgerEntry? Before, DateTimeOffset Now)
    {
        private readonly LedgerEntry _after =
            Before?.Recorded(Outcome.Delivery, Outcome.Attempt) ?? LedgerEntry.New(Outcome.Delivery, Now).With(Outcome.Attempt);

        public bool IsAny => !ReferenceEquals(_after, Before);

        public IReadOnlyList<TableTransactionAction> Actions => _after.ChangesFrom(Before);
    }
}
