using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Table "counts": the count of each subscription, a row of its name in its shard. A page costs one query and one transaction for each of its shards.
/// If several alerts count at the same time, the second one reads again.
/// </summary>
internal sealed class LedgerCounts(AzureTable table)
{
    private const string Last = "Last", Recent = "Marks", Of = "Subscription";

    // Rows between the first and the last requested one. If there are many more, each is read separately.
    private const int MaxRowsPerSubscription = 4, FewRows = 100;

    private const int Tries = 50;

    public async Task<IReadOnlyDictionary<string, long>> Number(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken)
    {
        var chunks = subscriptionIds.Distinct().GroupBy(Shards.Of).SelectMany(shard => shard.Order(StringComparer.Ordinal).Chunk(TableLimits.MaxRows));
        var numbers = await BoundedParallel.Select([.. chunks], chunk => NumberOfShard(alertId, chunk, cancellationToken), cancellationToken);
        return numbers.SelectMany(chunk => chunk).ToDictionary();
    }

    public async Task<long> LastNumber(string subscriptionId, CancellationToken cancellationToken) =>
        Read(await table.Find(Shards.Of(subscriptionId), Key(subscriptionId), cancellationToken)).Last;

    public async Task<bool> IsNumbered(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        Read(await table.Find(Shards.Of(subscriptionId), Key(subscriptionId), cancellationToken)).NumberOf(SubscriptionCount.Mark(alertId)) is not null;

    private async Task<Dictionary<string, long>> NumberOfShard(string alertId, string[] subscriptionIds, CancellationToken cancellationToken)
    {
        var shard = Shards.Of(subscriptionIds[0]);
        var alert = SubscriptionCount.Mark(alertId);
        for (var round = 0; round < Tries; round++)
        {
            var stored = await Stored(shard, subscriptionIds, cancellationToken);
            var counts = subscriptionIds.ToDictionary(id => id, id => Read(stored.GetValueOrDefault(id)));
            var next = counts.Where(count => count.Value.NumberOf(alert) is null).ToDictionary(count => count.Key, count => count.Value.With(alert));
            if (next.Count == 0
                || await table.Transact(
                    [.. next.Select(count => TableActions.Write(Row(shard, count.Key, count.Value), stored.GetValueOrDefault(count.Key)))], cancellationToken))
                return counts.ToDictionary(count => count.Key, count => count.Value.NumberOf(alert) ?? next[count.Key].Last);
        }

        throw new StoreException($"The counts of the subscriptions in shard {shard} change faster than they can be written; it is tried again.");
    }

    private async Task<Dictionary<string, TableEntity>> Stored(string shard, string[] subscriptionIds, CancellationToken cancellationToken)
    {
        var requested = subscriptionIds.ToHashSet();
        var found = new Dictionary<string, TableEntity>();
        var (rows, maxRows) = (0, Math.Max(FewRows, MaxRowsPerSubscription * subscriptionIds.Length));
        await foreach (var row in table.Range(shard, (Key(subscriptionIds[0]), TableKey.After(Key(subscriptionIds[^1]))), maxRows, cancellationToken))
        {
            if (requested.Remove(row.GetString(Of)))
                found[row.GetString(Of)] = row;

            // In order: what comes after the last row seen is still to be found.
            if (++rows < maxRows || requested.Count == 0)
                continue;

            var ahead = requested.Where(id => string.CompareOrdinal(Key(id), row.RowKey) > 0);
            foreach (var each in await BoundedParallel.Select([.. ahead], id => table.Find(shard, Key(id), cancellationToken), cancellationToken))
            {
                if (each is not null)
                    found[each.GetString(Of)] = each;
            }

            break;
        }

        return found;
    }

    private static SubscriptionCount Read(TableEntity? row) =>
        row is null ? SubscriptionCount.None : new SubscriptionCount(row.GetInt64(Last) ?? 0, row.GetBinary(Recent));

    private static TableEntity Row(string shard, string subscriptionId, SubscriptionCount count) => new(shard, Key(subscriptionId))
    {
        [Of] = subscriptionId,
        [Last] = count.Last,
        [Recent] = count.Recent.ToArray(),
    };

    private static string Key(string subscriptionId) => TableKey.Of(subscriptionId);
}
