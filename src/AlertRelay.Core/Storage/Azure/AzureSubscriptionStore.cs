using AlertRelay.Alerts;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// See <see cref="SubscriptionRows"/>. Candidates come shard by shard, so that a page has to do with few partitions: one range for each of its shards
/// and entry of the alert. Pending deliveries of a deleted subscription stay in the ledger until they are due. The worker then finds no
/// subscription and dead-letters them.
/// </summary>
internal sealed class AzureSubscriptionStore(AzureStorage storage, Keyring keys, UnreadableRows unreadable, RenamedChannels renamed)
    : ISubscriptionStore, IDisposable
{
    private const int ReadAtOnce = 1000;

    private readonly AzureTable _table = storage.Subscriptions;
    private readonly DecryptedSubscriptionCache _decrypted = new(keys, renamed);

    public async Task<Subscription?> Find(string id, CancellationToken cancellationToken) =>
        await Stored(id, cancellationToken) is { } row ? SubscriptionRows.Read(_decrypted, row) : null;

    public Task<SubscriptionPage> List(
        string? tenant, SubscriptionStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        SubscriptionListing.Page(_table, (tenant, status), Listed, cursor, limit, cancellationToken);

    /// <summary>One range of keys for each shard.</summary>
    public Task<SubscriptionPage> ListQuiet(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        SubscriptionListing.Whole(_table, [SubscriptionRows.ByQuiet, tenant ?? SubscriptionRows.OfAll], Listed, cursor, limit, cancellationToken);

    /// <summary>One range of keys for each shard.</summary>
    public Task<SubscriptionPage> ListFailing(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        SubscriptionListing.Whole(_table, [SubscriptionRows.ByFailing, tenant ?? SubscriptionRows.OfAll], Listed, cursor, limit, cancellationToken);

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

    /// <summary>One range for each shard and encryption key, because the shard depends on the id.</summary>
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
        var reencrypted = 0;
        foreach (var shard in Shards.All)
        {
            await foreach (var row in _table.Range(shard, TableKey.Below(SubscriptionRows.ById), ReadAtOnce, cancellationToken))
            {
                if (await ReEncrypt(row, cancellationToken))
                    reencrypted++;
            }
        }

        return reencrypted;
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
            var maxRows = limit + 1 - found.Count;
            var rows = await BoundedParallel.Select(
                next, shard => OfShard(shard, alert, shard == first ? cursor : null, maxRows, cancellationToken), cancellationToken);
            found.AddRange(rows.SelectMany(row => row).Where(row => until is null || !IsAfter(row, until, last)));
            read += next.Count;
            // As many as fill the page, if they are like those before.
            atOnce = (limit * read / Math.Max(found.Count, 1)) - read + 1;
        }

        return PageOf(found, limit);
    }

    public void Dispose() => _decrypted.Dispose();

    private static bool IsAfter(TableEntity row, string until, string shard) =>
        row.PartitionKey == shard && string.CompareOrdinal(SubscriptionRows.IdOf(row), until) > 0;

    // A subscription that is changed meanwhile is encrypted by that change. A row whose key is missing stays as it is.
    private async Task<bool> ReEncrypt(TableEntity row, CancellationToken cancellationToken)
    {
        var isCurrent = SubscriptionRows.IsCurrent(keys, row);
        return !(isCurrent && SubscriptionRows.IsListedByStatus(row) && SubscriptionRows.SaysWhetherItIsQuiet(row))
            && unreadable.Read(() => SubscriptionRows.Read(_decrypted, row), orKeyMissing: true) is { } subscription
            && await Replace(row, subscription, cancellationToken)
            && !isCurrent;
    }

    private Subscription? Listed(TableEntity row) => unreadable.Read(() => SubscriptionRows.Read(_decrypted, row));

    private Task<bool> Replace(TableEntity stored, Subscription subscription, CancellationToken cancellationToken)
    {
        var rows = SubscriptionRows.Of(keys, subscription);
        var left = SubscriptionRows.CopiesOf(stored).Except(rows.Select(row => row.RowKey)).Select(row => TableActions.Delete(stored.PartitionKey, row));
        return _table.Transact([TableActions.Replace(rows[0], stored.ETag), .. rows.Skip(1).Select(TableActions.Put), .. left], cancellationToken);
    }

    private Task<TableEntity?> Stored(string id, CancellationToken cancellationToken) =>
        _table.Find(Shards.Of(id), SubscriptionRows.Key(id), cancellationToken);

    private Task<List<TableEntity>> OfShard(string shard, Alert alert, string? cursor, int maxRows, CancellationToken cancellationToken)
    {
        var streams = renamed.EntriesFor(alert)
            .Select(entry => After(shard, [SubscriptionRows.ByEntry, entry], cursor, maxRows, cancellationToken));
        // One range, in the order of ids. The rows of the countries' entries have another order, and a subscription once for each of its countries.
        if (FilterIndex.IsForEveryCountry(alert))
            streams = streams.Append(After(shard, [SubscriptionRows.ById], cursor, maxRows, cancellationToken).Where(SubscriptionRows.NamesCountries));

        return First(maxRows, [.. streams], cancellationToken);
    }

    /// <summary>The first ones in the order of ids, each once.</summary>
    private static async Task<List<TableEntity>> First(int maxRows, List<IAsyncEnumerable<TableEntity>> streams, CancellationToken cancellationToken)
    {
        var found = new List<TableEntity>();
        await foreach (var (id, row) in Shards.Merged(streams, SubscriptionRows.IdOf, cancellationToken))
        {
            if (found.Count > 0 && SubscriptionRows.IdOf(found[^1]) == id)
                continue;

            found.Add(row);
            if (found.Count == maxRows)
                break;
        }

        return found;
    }

    /// <param name="found">With one more than belongs on the page, when there is one.</param>
    private SubscriptionPage PageOf(List<TableEntity> found, int limit)
    {
        var page = found.Take(limit).Select(Listed).OfType<Subscription>();
        return new SubscriptionPage([.. page], found.Count > limit ? SubscriptionRows.IdOf(found[limit - 1]) : null);
    }

    private IAsyncEnumerable<TableEntity> After(string shard, string[] list, string? cursor, int pageSize, CancellationToken cancellationToken) =>
        SubscriptionListing.After(_table, shard, list, cursor, pageSize, cancellationToken);
}
