using System.Globalization;
using AlertRelay.Deliveries;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Azure;

/// <summary>See <see cref="LedgerRows"/>.</summary>
internal sealed class AzureDeliveryStore(AzureStorage storage, UnreadableRows unreadable) : IDeliveryStore, IDisposable
{
    private const string List = "d";

    // The rows that one page of one status may examine.
    private const int MaxRows = 5000;

    private readonly AzureTable _table = storage.Ledger;
    private readonly LedgerWriter _writer = new(storage);
    private readonly LedgerCounts _counts = new(storage.Counts);
    private readonly LedgerSearch _search = new(storage);
    private readonly DueDeliveries _due = new(storage.Ledger, unreadable);

    /// <summary>Costs one query for each shard; reads the rows of the alert between the first and the last of the deliveries.</summary>
    public async Task<IReadOnlyDictionary<string, DeliveryRecord>> OfAlert(
        string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken)
    {
        var found = await BoundedParallel.Select(
            [.. subscriptionIds.GroupBy(Shards.Of)], shard => OfAlert(alertId, shard, cancellationToken), cancellationToken);
        return found.SelectMany(deliveries => deliveries).ToDictionary(delivery => delivery.SubscriptionId);
    }

    /// <summary>A transaction for up to 50 outcomes of a shard. A repetition writes only what is missing.</summary>
    public Task Record(IReadOnlyList<(DeliveryRecord Delivery, Attempt Attempt)> outcomes, CancellationToken cancellationToken) =>
        _writer.Record(outcomes, cancellationToken);

    public async Task<IReadOnlyList<DeliveryRecord>> TakeDue(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return await _due.Take(now, lease, limit, cancellationToken);
    }

    public Task<bool> Take(string alertId, string subscriptionId, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken) =>
        _due.Take(Shards.Of(subscriptionId), LedgerRows.LedgerKey(alertId, subscriptionId), now, lease, cancellationToken);

    /// <summary>Costs one query for each shard.</summary>
    public async Task<int> BringForward(DateTimeOffset latest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await _due.After(latest, cancellationToken);
        foreach (var delivery in found)
            await _writer.Save((delivery.NextAttemptAt <= now ? delivery.Leased() : delivery).Postponed(now, now), cancellationToken);

        return found.Count;
    }

    /// <summary>Costs one query for each shard.</summary>
    public Task<bool> IsAnyDue(DateTimeOffset now, CancellationToken cancellationToken) => _due.IsAny(now, cancellationToken);

    /// <summary>Costs one read for each shard, because the id does not contain the shard.</summary>
    public async Task<DeliveryRecord?> Find(string deliveryId, CancellationToken cancellationToken)
    {
        var key = LedgerRows.LedgerKey(deliveryId);
        var found = await BoundedParallel.Select(Shards.All, shard => _table.Find(shard, key, cancellationToken), cancellationToken);
        return found.SingleOrDefault(row => row is not null) is { } row ? LedgerRows.Read(row) : null;
    }

    public Task Save(DeliveryRecord delivery, CancellationToken cancellationToken) => _writer.Save(delivery, cancellationToken);

    /// <summary>One query; of a rare status a few, and the page may be short, with a cursor that goes on.</summary>
    public async Task<DeliveryPage> OfSubscription(
        string subscriptionId, DeliveryStatus? status, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var (from, to) = TableKey.Below(LedgerRows.Listed, subscriptionId);
        if (cursor is not null && Cursor.Read(List, 2, cursor) is [var place, var delivery])
            from = TableKey.After(TableKey.Of(LedgerRows.Listed, subscriptionId, TableKey.Number(place), TableKey.Number(delivery)));

        var found = new List<DeliveryRecord>();
        var (rows, last) = (0, "");
        await foreach (var row in _table.Range(Shards.Of(subscriptionId), (from, to), status is null ? limit + 1 : 1000, cancellationToken))
        {
            var listed = unreadable.Read(() => LedgerRows.Read(row));
            var fits = listed is not null && (status is null || listed.Status == status);
            if ((fits && found.Count == limit) || rows++ == MaxRows)
                return new DeliveryPage(found, CursorAfter(last));

            if (fits)
                found.Add(listed!);

            last = row.RowKey;
        }

        return new DeliveryPage(found, null);
    }

    public Task<DeliveryPage> OfAlert(string alertId, DeliveryQuery query, CancellationToken cancellationToken) =>
        _search.OfAlert(alertId, query, cancellationToken);

    public Task<DeliveryPage> Undelivered(DeliveryQuery query, CancellationToken cancellationToken) => _search.Undelivered(query, cancellationToken);

    public async Task<IReadOnlyList<Attempt>> Attempts(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        (await _writer.Stored(alertId, subscriptionId, cancellationToken))?.Attempts ?? [];

    public Task<IReadOnlyDictionary<string, long>> Number(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken) =>
        _counts.Number(alertId, subscriptionIds, cancellationToken);

    public Task<bool> IsNumbered(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        _counts.IsNumbered(alertId, subscriptionId, cancellationToken);

    public Task<long> LastNumber(string subscriptionId, CancellationToken cancellationToken) => _counts.LastNumber(subscriptionId, cancellationToken);

    public Task<int> Forget(DateTimeOffset settledBefore, CancellationToken cancellationToken) =>
        LedgerRetention.Forget(_table, unreadable, settledBefore, cancellationToken);

    public void Dispose() => _due.Dispose();

    private static string CursorAfter(string listedKey) =>
        Cursor.Write(List, [.. listedKey.Split('|')[^2..].Select(number => long.Parse(number, CultureInfo.InvariantCulture))]);

    private async Task<IReadOnlyList<DeliveryRecord>> OfAlert(string alertId, IGrouping<string, string> shard, CancellationToken cancellationToken)
    {
        var keys = shard.Select(subscription => LedgerRows.LedgerKey(alertId, subscription)).Distinct().Order(StringComparer.Ordinal).ToList();
        var requested = keys.ToHashSet();
        var found = new List<DeliveryRecord>();
        await foreach (var row in _table.Range(shard.Key, (keys[0], TableKey.After(keys[^1])), 1000, cancellationToken, LedgerRows.DeliveryColumns))
        {
            if (requested.Contains(row.RowKey) && unreadable.Read(() => LedgerRows.Read(row)) is { } delivery)
                found.Add(delivery);
        }

        return found;
    }
}
