using System.Globalization;
using System.Runtime.CompilerServices;
using AlertRelay.Deliveries;
using Azure.Data.Tables;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Azure;

/// <summary>Lists of deliveries across subscriptions. At most five thousand rows are read for a page: a narrow search gets a short one.</summary>
internal sealed class LedgerSearch(AzureStorage storage)
{
    private const string List = "u";

    private const int MaxRows = 5000, ReadAtOnce = 64;

    private readonly AzureTable _ledger = storage.Ledger;

    /// <summary>One query for each shard; for a tenant a read for each of its subscriptions, however many others there are.</summary>
    public async Task<DeliveryPage> OfAlert(string alertId, DeliveryQuery query, CancellationToken cancellationToken)
    {
        var (after, before) = DeliveryId.Range(alertId, query.Cursor);
        var range = (TableKey.After(LedgerRows.LedgerKey(after)), LedgerRows.LedgerKey(before));
        var rows = query.Tenant is { } tenant
            ? Find(alertId, await OfTenant(tenant, cancellationToken), after, cancellationToken)
            : Merged(range, query, cancellationToken);
        return await Page(
            rows, query, delivery => delivery.AlertId == alertId && (query.Status is null || delivery.Status == query.Status),
            row => LedgerRows.Read(row).Id, cancellationToken);
    }

    /// <summary>One query for each shard.</summary>
    public async Task<DeliveryPage> Undelivered(DeliveryQuery query, CancellationToken cancellationToken)
    {
        var (from, to) = TableKey.Below(LedgerRows.Undelivered);
        if (query.Cursor is not null && Cursor.Read(List, 2, query.Cursor) is [var place, var delivery])
            from = TableKey.After(TableKey.Of(LedgerRows.Undelivered, TableKey.Number(place), TableKey.Number(delivery)));

        var subscriptions = query.Tenant is { } tenant ? await OfTenant(tenant, cancellationToken) : null;
        return await Page(
            Merged((from, to), query, cancellationToken), query,
            listed => (query.Status is null || listed.Status == query.Status) && subscriptions?.Contains(listed.SubscriptionId) != false,
            row => Cursor.Write(List, [.. row.RowKey.Split('|')[^2..].Select(number => long.Parse(number, CultureInfo.InvariantCulture))]),
            cancellationToken);
    }

    private static async Task<DeliveryPage> Page(
        IAsyncEnumerable<TableEntity> rows, DeliveryQuery query, Func<DeliveryRecord, bool> fits, Func<TableEntity, string> cursorAfter,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        var found = new List<DeliveryRecord>();
        TableEntity? last = null;
        var count = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var delivery = LedgerRows.Read(row);
            var isWanted = fits(delivery);
            if (last is not null && ((isWanted && found.Count == query.Limit) || count == MaxRows))
                return new DeliveryPage(found, cursorAfter(last));

            if (isWanted)
                found.Add(delivery);

            (last, count) = (row, count + 1);
        }

        return new DeliveryPage(found, null);
    }

    private IAsyncEnumerable<TableEntity> Merged(
        (string From, string To) range, DeliveryQuery query, CancellationToken cancellationToken)
    {
        var pageSize = query is { Status: null, Tenant: null } ? Shards.PageSize(query.Limit) : 1000;
        var streams = Shards.All.Select(shard => _ledger.Range(shard, range, pageSize, cancellationToken, LedgerRows.DeliveryColumns)).ToList();
        return Shards.Merged(streams, row => row.RowKey, cancellationToken).Select(merged => merged.Row);
    }

    private async IAsyncEnumerable<TableEntity> Find(
        string alertId, IReadOnlySet<string> subscriptions, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var places = subscriptions.Select(subscription => (Id: DeliveryId.Of(alertId, subscription), Shard: Shards.Of(subscription)))
            .Where(place => string.CompareOrdinal(place.Id, after) > 0)
            .OrderBy(place => place.Id, StringComparer.Ordinal);
        foreach (var some in places.Chunk(ReadAtOnce))
        {
            var found = await BoundedParallel.Select(
                some, place => _ledger.Find(place.Shard, LedgerRows.LedgerKey(place.Id), cancellationToken, LedgerRows.DeliveryColumns), cancellationToken);
            foreach (var row in found.OfType<TableEntity>())
                yield return row;
        }
    }

    /// <summary>The ids of the tenant's subscriptions: one range for each shard.</summary>
    private async Task<IReadOnlySet<string>> OfTenant(string tenant, CancellationToken cancellationToken)
    {
        var rows = TableKey.Below(SubscriptionRows.ByTenant, tenant);
        var found = await BoundedParallel.Select(
            Shards.All,
            async shard => await storage.Subscriptions.Range(shard, rows, 1000, cancellationToken, SubscriptionRows.Id)
                .Select(SubscriptionRows.IdOf).ToListAsync(cancellationToken),
            cancellationToken);
        return found.SelectMany(ids => ids).ToHashSet();
    }
}
