using AlertRelay.Keys;
using Azure;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>Beside the API keys. A row among all links and another one among the tenant's hold the link; a row by id names them.</summary>
internal sealed class AzurePortalLinkStore(AzureStorage storage) : IPortalLinkStore
{
    private const string Partition = "portal", ById = "id", All = "all", ByTenant = "tenant";
    private const string LinkId = "LinkId", Tenant = "Tenant", CreatedAt = "CreatedAt", OpenedAt = "OpenedAt";

    // The rows that one page may examine. Its cursor continues from there.
    private const int MaxExamined = 2000;

    private readonly AzureTable _table = storage.ApiKeys;

    public async Task<PortalLink?> Find(string id, CancellationToken cancellationToken) =>
        await Row(id, cancellationToken) is { } row ? Read(row) : null;

    public async Task<PortalLinkPage> List(string? tenant, DateTimeOffset now, string? cursor, int limit, CancellationToken cancellationToken)
    {
        string[] list = tenant is null ? [All] : [ByTenant, tenant];
        var rows = TableKey.Below(list);
        if (cursor is not null)
            rows.From = PortalLinkCursor.Read(cursor) is var (createdAt, id) ? TableKey.After(TableKey.Of([.. list, TableKey.Falling(createdAt), id])) : "";

        var (links, examined, last) = (new List<PortalLink>(), 0, "");
        await foreach (var row in _table.Range(Partition, rows, limit + 1, cancellationToken))
        {
            if (links.Count == limit || examined++ == MaxExamined)
                return new PortalLinkPage(links, last);

            var link = Read(row);
            last = PortalLinkCursor.Write(link);
            if (!link.IsOver(now))
                links.Add(link);
        }

        return new PortalLinkPage(links, null);
    }

    public Task<bool> Add(PortalLink link, CancellationToken cancellationToken)
    {
        var byId = new TableEntity(Partition, TableKey.Of(ById, link.Id)) { [CreatedAt] = link.CreatedAt.UtcTicks };
        return _table.Transact([TableActions.Add(byId), .. KeysOf(link).Select(key => TableActions.Add(RowOf(link, key)))], cancellationToken);
    }

    public async Task<bool> Open(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (await Row(id, cancellationToken) is { } row && row.Time(OpenedAt) is null)
        {
            // The first row decides who opens it.
            var opened = KeysOf(Read(row)).Select((key, place) =>
                TableActions.Merge(new TableEntity(Partition, key) { [OpenedAt] = at.UtcTicks }, place == 0 ? row.ETag : ETag.All));
            if (await _table.Transact([.. opened], cancellationToken))
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
        await foreach (var row in _table.Range(Partition, TableKey.Below(All), 1000, cancellationToken))
        {
            if (Read(row).IsOver(then))
                over.Add(row);
        }

        var deleted = 0;
        foreach (var row in over)
            deleted += await Delete(row, cancellationToken) ? 1 : 0;
        return deleted;
    }

    /// <param name="row">The one among all links.</param>
    private Task<bool> Delete(TableEntity row, CancellationToken cancellationToken) =>
        _table.Transact(
            [
                TableActions.Delete(Partition, row.RowKey, row.ETag),
                .. KeysOf(Read(row)).Skip(1).Append(TableKey.Of(ById, row.GetString(LinkId))).Select(key => TableActions.Delete(Partition, key)),
            ],
            cancellationToken);

    private async Task<TableEntity?> Row(string id, CancellationToken cancellationToken) =>
        await _table.Find(Partition, TableKey.Of(ById, id), cancellationToken) is { } byId
            ? await _table.Find(Partition, TableKey.Of(All, TableKey.Falling(byId.GetInt64(CreatedAt) ?? 0), id), cancellationToken)
            : null;

    private static string[] KeysOf(PortalLink link)
    {
        string[] place = [TableKey.Falling(link.CreatedAt.UtcTicks), link.Id];
        return [TableKey.Of([All, .. place]), TableKey.Of([ByTenant, link.Tenant, .. place])];
    }

    private static TableEntity RowOf(PortalLink link, string key) => new(Partition, key)
    {
        [LinkId] = link.Id,
        ["Hash"] = link.Hash,
        [Tenant] = link.Tenant,
        ["Role"] = link.Role.ToString(),
        ["CreatedBy"] = link.CreatedBy,
        [CreatedAt] = link.CreatedAt.UtcTicks,
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
        row.Time(CreatedAt) ?? default,
        row.Time("ExpiresAt") ?? default,
        row.Time(OpenedAt),
        row.GetString("KeyId"));
}
