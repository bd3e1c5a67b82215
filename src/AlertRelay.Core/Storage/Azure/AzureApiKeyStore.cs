using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Storage.Encryption;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// All keys in one partition: they are few. A row by hash holds the key, because every call to the API asks for it; a row by id names the hash.
/// </summary>
internal sealed class AzureApiKeyStore(AzureStorage storage) : IApiKeyStore
{
    private const string Partition = "keys", ByHash = "hash", ById = "id", Hash = "Hash", LastUsedAt = "LastUsedAt", ExpiresAt = "ExpiresAt", ReplacedBy =
        "ReplacedBy";

    private readonly AzureTable _table = storage.ApiKeys;

    public async Task<ApiKey?> Find(string id, CancellationToken cancellationToken) =>
        await _table.Find(Partition, TableKey.Of(ById, id), cancellationToken) is { } byId ? await FindByHash(byId.GetString(Hash), cancellationToken) : null;

    public async Task<ApiKey?> FindByHash(string hash, CancellationToken cancellationToken) =>
        await _table.Find(Partition, TableKey.Of(ByHash, hash), cancellationToken) is { } row ? Read(row) : null;

    public async Task<IReadOnlyList<ApiKey>> List(CancellationToken cancellationToken)
    {
        var keys = new List<ApiKey>();
        await foreach (var row in _table.Range(Partition, TableKey.Below(ByHash), 1000, cancellationToken))
            keys.Add(Read(row));

        return [.. keys.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)];
    }

    public async Task Add(ApiKey key, CancellationToken cancellationToken)
    {
        if (!await _table.Transact(Adds(key), cancellationToken))
            throw new InvalidOperationException($"An API key of the id {key.Id}, or of the same hash, is stored already.");
    }

    public async Task<bool> Replace(ApiKey old, ApiKey by, CancellationToken cancellationToken)
    {
        var hash = TableKey.Of(ByHash, old.Hash);
        while (await _table.Find(Partition, hash, cancellationToken) is { } stored && stored.GetString(ReplacedBy) is null)
        {
            var change = new TableEntity(Partition, hash) { [ExpiresAt] = old.ExpiresAt?.UtcTicks, [ReplacedBy] = old.ReplacedBy };
            if (await _table.Transact([TableActions.Merge(change, stored.ETag), .. Adds(by)], cancellationToken))
                return true;
        }

        return false;
    }

    public Task<bool> Revoke(string id, CancellationToken cancellationToken) =>
        Revoke(id, () => Task.FromResult<TableTransactionAction[]?>([]), cancellationToken);

    public Task<bool> RevokeUnlessLast(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        Revoke(id, () => OtherAdmin(id, now, cancellationToken), cancellationToken);

    /// <param name="conditions">Further parts of the transaction; null: the key must stay.</param>
    private async Task<bool> Revoke(string id, Func<Task<TableTransactionAction[]?>> conditions, CancellationToken cancellationToken)
    {
        while (await _table.Find(Partition, TableKey.Of(ById, id), cancellationToken) is { } byId && await conditions() is { } further)
        {
            var hash = TableKey.Of(ByHash, byId.GetString(Hash));
            TableTransactionAction[] deletion = [TableActions.Delete(Partition, byId.RowKey, byId.ETag), TableActions.Delete(Partition, hash)];
            if (await _table.Transact([.. deletion, .. further], cancellationToken))
                return true;
        }

        return false;
    }

    // Another valid admin key, written as it is: if it is revoked meanwhile, the transaction fails.
    private async Task<TableTransactionAction[]?> OtherAdmin(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isAdmin = false;
        TableEntity? other = null;
        await foreach (var row in _table.Range(Partition, TableKey.Below(ByHash), 1000, cancellationToken))
        {
            var key = Read(row);
            if (key.Id == id)
                isAdmin = key.Role == Role.Admin;
            else if (key.Role == Role.Admin && !(key.ExpiresAt <= now))
                other ??= row;
        }

        return !isAdmin ? []
            : other is null ? null
            : [TableActions.Merge(new TableEntity(Partition, other.RowKey) { ["Role"] = nameof(Role.Admin) }, other.ETag)];
    }

    public async Task NoteUse(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (await _table.Find(Partition, TableKey.Of(ById, id), cancellationToken) is not { } byId)
            return;

        var hash = TableKey.Of(ByHash, byId.GetString(Hash));
        while (await _table.Find(Partition, hash, cancellationToken) is { } row && (row.GetInt64(LastUsedAt) ?? 0) < at.UtcTicks)
        {
            if (await _table.Transact([TableActions.Merge(new TableEntity(Partition, hash) { [LastUsedAt] = at.UtcTicks }, row.ETag)], cancellationToken))
                return;
        }
    }

    private static IReadOnlyList<TableTransactionAction> Adds(ApiKey key) =>
        [TableActions.Add(new TableEntity(Partition, TableKey.Of(ById, key.Id)) { [Hash] = key.Hash }), TableActions.Add(Row(key))];

    private static TableEntity Row(ApiKey key) => new(Partition, TableKey.Of(ByHash, key.Hash))
    {
        ["KeyId"] = key.Id,
        [Hash] = key.Hash,
        ["Name"] = key.Name,
        ["Tenant"] = key.Tenant,
        ["Role"] = key.Role.ToString(),
        ["CreatedAt"] = key.CreatedAt.UtcTicks,
        [ExpiresAt] = key.ExpiresAt?.UtcTicks,
        [LastUsedAt] = key.LastUsedAt?.UtcTicks,
    };

    private static ApiKey Read(TableEntity row) => new(
        row.GetString("KeyId"),
        row.GetString(Hash),
        row.GetString("Name"),
        row.GetString("Tenant"),
        row.Word<Role>("Role", $"API key {row.GetString("KeyId")}"),
        row.Time("CreatedAt") ?? default,
        row.Time(ExpiresAt),
        row.Time(LastUsedAt),
        row.GetString(ReplacedBy));
}

/// <summary>One row beside the API keys.</summary>
internal sealed class AzureSigningKeyStore(AzureStorage storage, Keyring keys) : ISigningKeyStore
{
    private const string Partition = "signing", Row = "ring", Name = "signing keys";

    private readonly AzureTable _table = storage.ApiKeys;

    public async Task<SigningRing?> Find(CancellationToken cancellationToken) => await Stored(cancellationToken) is { } row ? Read(row) : null;

    public async Task<bool> Save(SigningRing ring, CancellationToken cancellationToken)
    {
        var stored = await Stored(cancellationToken);
        if (ring.Version != (stored is null ? 1 : Read(stored).Version + 1))
            return false;

        var rows = DocumentRows.Write(Partition, Row, EncryptedDocument.Write(keys, ring, DocumentSerializer.Ring, Name));
        return await _table.Transact([TableActions.Write(rows[0], stored), .. rows.Skip(1).Select(TableActions.Put)], cancellationToken);
    }

    private Task<TableEntity?> Stored(CancellationToken cancellationToken) => _table.Find(Partition, Row, cancellationToken);

    private SigningRing Read(TableEntity row) =>
        EncryptedDocument.Read(keys, DocumentRows.Read(row, new Dictionary<string, TableEntity>(), Name), DocumentSerializer.Ring, Name);
}
