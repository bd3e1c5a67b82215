using AlertRelay.Alerts;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// See <see cref="SubscriptionRows"/>. Candidates come shard by shard, so that a page has to do with few partitions: one range for each of its shards
/// and entry of the alert. Deliveries that are pending for a deleted subscription stay in the ledger until they are due; who takes them finds no
/// subscription and gives them up.
/// </summary>
internal sealed class AzureSubscriptionStore(AzureStorage storage, Keyring keys, UnreadableRows unreadable, RenamedChannels renamed)
    : ISubscriptionStore, IDisposable
{
    private const int ReadAtOnce = 1000;

    private readonly AzureTable _table = storage.Subscriptions;
    private readonly DecryptedSubscriptionCache _opened = new(keys, renamed);

    public async Task<Subscription?> Find(string id, CancellationToken cancellationToken) =>
        await Stored(id, cancellationToken) is { } row ? SubscriptionRows.Read(_opened, row) : null;

    public Task<SubscriptionPage> List(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        Page([tenant is null ? [SubscriptionRows.ById] : [SubscriptionRows.ByTenant, tenant]], cursor, limit, cancellationToken);

    /// <summary>One range of keys for each shard; of the rows nothing but the ids.</summary>
    public async Task<int> Count(string tenant, int limit, CancellationToken cancellationToken)
    {
        var rows = TableKey.Below(SubscriptionRows.ByTenant, tenant);
        var streams = Shards.All.Select(shard => _table.Range(shard, rows, Shards.PageSize(limit), cancellationToken, SubscriptionRows.Id)).ToList();
        var count = 0;
        await foreach (var _ in Shards.Merged(streams, SubscriptionRows.IdOf, cancellationToken))
        {
            if (++count == limit)
                break;
        }

        return count;
    }

    /// <summary>One range for each shard and sealing key, as the shard follows from the id.</summary>
    public async Task<string?> FindDuplicate(Subscription subscription, CancellationToken cancellationToken)
    {
        var entries = DuplicateIndex.EntriesFor(keys, subscription);
        var found = await BoundedParallel.Select([.. Shards.All.SelectMany(shard => entries.Select(entry => (shard, entry)))], First, cancellationToken);
        return found.FirstOrDefault(id => id is not null);

        async Task<string?> First((string Shard, string Entry) place)
        {
            await foreach (var row in _table.Range(
                place.Shard, TableKey.Below(SubscriptionRows.ByEntry, place.Entry), 1, cancellationToken, SubscriptionRows.Id))
                return SubscriptionRows.IdOf(row);

            return null;
        }
    }

    public async Task Add(Subscription subscription, CancellationToken cancellationToken)
    {
        if (!await _table.Transact([.. SubscriptionRows.Of(keys, subscription).Select(TableActions.Add)], cancellationToken))
            throw new InvalidOperationException($"A subscription of the id {subscription.Id} is stored already.");
    }

    public async Task<bool> Update(Subscription subscription, CancellationToken cancellationToken)
    {
        if (await Stored(subscription.Id, cancellationToken) is not { } stored || stored.GetInt32(SubscriptionRows.Version) != subscription.Version - 1)
            return false;

        return await Replace(stored, subscription, cancellationToken);
    }

    public async Task<bool> Delete(string id, CancellationToken cancellationToken)
    {
        while (await Stored(id, cancellationToken) is { } stored)
        {
            var copies = SubscriptionRows.CopiesOf(stored).Select(row => TableActions.Delete(stored.PartitionKey, row));
            if (await _table.Transact([TableActions.Delete(stored.PartitionKey, stored.RowKey, stored.ETag), .. copies], cancellationToken))
                return true;
        }

        return false;
    }

    public async Task<int> ReEncrypt(CancellationToken cancellationToken)
    {
        var sealedAnew = 0;
        foreach (var shard in Shards.All)
        {
            await foreach (var row in _table.Range(shard, TableKey.Below(SubscriptionRows.ById), ReadAtOnce, cancellationToken))
            {
                if (await ReEncrypt(row, cancellationToken))
                    sealedAnew++;
            }
        }

        return sealedAnew;
    }

    public async Task<SubscriptionPage> Candidates(Alert alert, string? cursor, string? until, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var (first, last) = (cursor is null ? Shards.All[0] : Shards.Of(cursor), until is null ? Shards.All[^1] : Shards.Of(until));
        var shards = Shards.All.Where(shard => string.CompareOrdinal(shard, first) >= 0 && string.CompareOrdinal(shard, last) <= 0).ToList();
        var found = new List<TableEntity>();
        var (read, atOnce) = (0, 1);
        while (read < shards.Count && found.Count <= limit)
        {
            var next = shards.Skip(read).Take(atOnce).ToList();
            var most = limit + 1 - found.Count;
            var rows = await BoundedParallel.Select(
                next, shard => OfShard(shard, alert, shard == first ? cursor : null, most, cancellationToken), cancellationToken);
            found.AddRange(rows.SelectMany(row => row).Where(row => until is null || !IsAfter(row, until, last)));
            read += next.Count;
            // As many as fill the page, if they are like those before.
            atOnce = (limit * read / Math.Max(found.Count, 1)) - read + 1;
        }

        return Opened(found, limit);
    }

    public void Dispose() => _opened.Dispose();

    private static bool IsAfter(TableEntity row, string until, string shard) =>
        row.PartitionKey == shard && string.CompareOrdinal(SubscriptionRows.IdOf(row), until) > 0;

    // Who changes one meanwhile has encrypted it too. A row whose key is missing stays as it is.
    private async Task<bool> ReEncrypt(TableEntity row, CancellationToken cancellationToken) =>
        !SubscriptionRows.IsCurrent(keys, row)
        && unreadable.Read(() => SubscriptionRows.Read(_opened, row), orKeyMissing: true) is { } subscription
        && await Replace(row, subscription, cancellationToken);

    private Task<bool> Replace(TableEntity stored, Subscription subscription, CancellationToken cancellationToken)
    {
        var rows = SubscriptionRows.Of(keys, subscription);
        var left = SubscriptionRows.CopiesOf(stored).Except(rows.Select(row => row.RowKey)).Select(row => TableActions.Delete(stored.PartitionKey, row));
        return _table.Transact([TableActions.Replace(rows[0], stored.ETag), .. rows.Skip(1).Select(TableActions.Put), .. left], cancellationToken);
    }

    private Task<TableEntity?> Stored(string id, CancellationToken cancellationToken) =>
        _table.Find(Shards.Of(id), SubscriptionRows.Key(id), cancellationToken);

    private async Task<SubscriptionPage> Page(IReadOnlyList<string[]> lists, string? cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var streams = Shards.All.SelectMany(shard => lists.Select(list => After(shard, list, cursor, Shards.PageSize(limit), cancellationToken))).ToList();
        return Opened(await First(limit + 1, streams, cancellationToken), limit);
    }

    private Task<List<TableEntity>> OfShard(string shard, Alert alert, string? cursor, int most, CancellationToken cancellationToken)
    {
        var streams = renamed.EntriesFor(alert)
            .Select(entry => After(shard, [SubscriptionRows.ByEntry, entry], cursor, most, cancellationToken));
        // One range, in the order of ids. The rows of the countries' entries have another order, and a subscription once for each of its countries.
        if (FilterIndex.IsForEveryCountry(alert))
            streams = streams.Append(After(shard, [SubscriptionRows.ById], cursor, most, cancellationToken).Where(SubscriptionRows.NamesCountries));

        return First(most, [.. streams], cancellationToken);
    }

    /// <summary>The first ones in the order of ids, each once.</summary>
    private static async Task<List<TableEntity>> First(int most, List<IAsyncEnumerable<TableEntity>> streams, CancellationToken cancellationToken)
    {
        var found = new List<TableEntity>();
        await foreach (var (id, row) in Shards.Merged(streams, SubscriptionRows.IdOf, cancellationToken))
        {
            if (found.Count > 0 && SubscriptionRows.IdOf(found[^1]) == id)
                continue;

            found.Add(row);
            if (found.Count == most)
                break;
        }

        return found;
    }

    /// <param name="found">With one more than belongs on the page, when there is one.</param>
    private SubscriptionPage Opened(List<TableEntity> found, int limit)
    {
        var page = found.Take(limit).Select(row => unreadable.Read(() => SubscriptionRows.Read(_opened, row))).OfType<Subscription>();
        return new SubscriptionPage([.. page], found.Count > limit ? SubscriptionRows.IdOf(found[limit - 1]) : null);
    }

    private IAsyncEnumerable<TableEntity> After(string shard, string[] list, string? cursor, int pageSize, CancellationToken cancellationToken)
    {
        var (from, to) = TableKey.Below(list);
        var begin = cursor is null ? from : TableKey.After(TableKey.Of([.. list, cursor]));
        return _table.Range(shard, (begin, to), pageSize, cancellationToken);
    }
}
