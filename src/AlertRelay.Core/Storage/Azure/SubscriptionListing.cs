using AlertRelay.Subscriptions;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Subscriptions in the order of their ids: one range for each shard. All that are not active have a list for each status. The active ones, and those
/// of a tenant, are picked from a longer list, at most five thousand rows of it for a page.
/// </summary>
internal static class SubscriptionListing
{
    private const int MaxRows = 5000;

    /// <param name="read">Null for a damaged row, which is passed over.</param>
    public static async Task<SubscriptionPage> Page(
        AzureTable table, (string? Tenant, SubscriptionStatus? Status) wanted, Func<TableEntity, Subscription?> read, string? cursor, int limit,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        string[] list = wanted.Tenant is { } tenant ? [SubscriptionRows.ByTenant, tenant]
            : wanted.Status is null or SubscriptionStatus.Active ? [SubscriptionRows.ById]
            : [SubscriptionRows.ByStatus, $"{wanted.Status}"];
        var streams = Shards.All.Select(shard => After(table, shard, list, cursor, Shards.PageSize(limit), cancellationToken)).ToList();
        var found = new List<Subscription>();
        var (rows, last) = (0, "");
        await foreach (var (id, row) in Shards.Merged(streams, SubscriptionRows.IdOf, cancellationToken))
        {
            var subscription = read(row);
            var isWanted = subscription is not null && (wanted.Status is null || subscription.Status == wanted.Status);
            if ((isWanted && found.Count == limit) || rows++ == MaxRows)
                return new SubscriptionPage(found, last);

            if (isWanted)
                found.Add(subscription!);

            last = id;
        }

        return new SubscriptionPage(found, null);
    }

    /// <param name="cursor">An id; null for the whole list.</param>
    public static IAsyncEnumerable<TableEntity> After(
        AzureTable table, string shard, string[] list, string? cursor, int pageSize, CancellationToken cancellationToken)
    {
        var (from, to) = TableKey.Below(list);
        var begin = cursor is null ? from : TableKey.After(TableKey.Of([.. list, cursor]));
        return table.Range(shard, (begin, to), pageSize, cancellationToken);
    }
}
