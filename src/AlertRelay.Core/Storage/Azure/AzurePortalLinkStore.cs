using AlertRelay.Keys;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>Beside the API keys. A row by tenant holds the link; a row by id names the tenant.</summary>
internal sealed class AzurePortalLinkStore(AzureStorage storage) : IPortalLinkStore
{
    private const string Partition = "portal", ById = "id", ByTenant = "tenant", LinkId = "LinkId", Tenant = "Tenant", OpenedAt = "OpenedAt";

    private readonly AzureTable _table = storage.ApiKeys;

    public async Task<PortalLink?> Find(string id, CancellationToken cancellationToken) =>
        await Row(id, cancellationToken) is { } row ? Read(row) : null;

    public async Task<IReadOnlyList<PortalLink>> List(string? tenant, CancellationToken cancellationToken)
    {
        var links = new List<PortalLink>();
        var rows = tenant is null ? TableKey.Below(ByTenant) : TableKey.Below(ByTenant, tenant);
        await foreach (var row in _table.Range(Partition, rows, IPortalLinkStore.MaxListed, cancellationToken))
        {
            links.Add(Read(row));
            if (links.Count == IPortalLinkStore.MaxListed)
                break;
        }

        return [.. links.OrderByDescending(link => link.CreatedAt).ThenBy(link => link.Id, StringComparer.Ordinal)];
    }

    public Task<bool> Add(PortalLink link, CancellationToken cancellationToken) =>
        _table.Transact(
            [TableActions.Add(new TableEntity(Partition, TableKey.Of(ById, link.Id)) { [Tenant] = link.Tenant }), TableActions.Add(RowOf(link))],
            cancellationToken);

    public async Task<bool> Open(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (await Row(id, cancellationToken) is { } row && row.Time(OpenedAt) is null)
        {
            var opened = new TableEntity(Partition, row.RowKey) { [OpenedAt] = at.UtcTicks };
            if (await _table.Transact([TableActions.Merge(opened, row.ETag)], cancellationToken))
                return true;
        }

        return false;
    }

    public async Task<bool> Revoke(string id, CancellationToken cancellationToken)
    {
        while (await Row(id, cancellationToken) is { } row)
        {
            if (await Delete(row, cancellationToken))
                return true;
        }

        return false;
    }

    public async Task<int> Forget(DateTimeOffset then, CancellationToken cancellationToken)
    {
        var over = new List<TableEntity>();
        await foreach (var row in _table.Range(Partition, TableKey.Below(ByTenant), 1000, cancellationToken))
        {
            if (Read(row).IsOver(then))
                over.Add(row);
        }

        var deleted = 0;
        foreach (var row in over)
            deleted += await Delete(row, cancellationToken) ? 1 : 0;
        return deleted;
    }

    private Task<bool> Delete(TableEntity row, CancellationToken cancellationToken) =>
        _table.Transact(
            [TableActions.Delete(Partition, row.RowKey, row.ETag), TableActions.Delete(Partition, TableKey.Of(ById, row.GetString(LinkId)))],
            cancellationToken);

    private async Task<TableEntity?> Row(string id, CancellationToken cancellationToken) =>
        await _table.Find(Partition, TableKey.Of(ById, id), cancellationToken) is { } byId
            ? await _table.Find(Partition, TableKey.Of(ByTenant, byId.GetString(Tenant), id), cancellationToken)
            : null;

    private static TableEntity RowOf(PortalLink link) => new(Partition, TableKey.Of(ByTenant, link.Tenant, link.Id))
    {
        [LinkId] = link.Id,
        ["Hash"] = link.Hash,
        [Tenant] = link.Tenant,
        ["Role"] = link.Role.ToString(),
        ["CreatedBy"] = link.CreatedBy,
        ["CreatedAt"] = link.CreatedAt.UtcTicks,
        ["ExpiresAt"] = link.ExpiresAt.UtcTicks,
        [OpenedAt] = link.OpenedAt?.UtcTicks,
        ["KeyId"] = link.KeyId,
    };

    private static PortalLink Read(TableEntity row) => new(
        row.GetString(LinkId),
        row.GetString("Hash"),
        row.GetString(Tenant),
        row.Word<Role>("Role", $"portal link {row.GetString(LinkId)}"),
        row.GetString("CreatedBy"),
        row.Time("CreatedAt") ?? default,
        row.Time("ExpiresAt") ?? default,
        row.Time(OpenedAt),
        row.GetString("KeyId"));
}
