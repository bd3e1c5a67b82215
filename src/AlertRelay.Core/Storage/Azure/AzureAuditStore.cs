using AlertRelay.Auditing;
using AlertRelay.Storage.Encryption;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Table "audit", one partition: what people change is a few rows a second, of the two thousand that a partition takes. An entry is "all|id", again
/// under its tenant, "tenant|tenant|id", and its subject, "subject|subject|id". Ids sort by time, so a page is one query of one range.
/// </summary>
internal sealed class AzureAuditStore(AzureStorage storage, Keyring keys, UnreadableRows unreadable) : IAuditStore
{
    private const string Partition = "log", All = "all", ByTenant = "tenant", BySubject = "subject";
    private const string Id = "Entry", Tenant = "Tenant", Action = "Action", Subject = "Subject";

    // The rows that one page may examine. Its cursor continues from there.
    private const int MaxExamined = 5000;

    private readonly AzureTable _table = storage.Audit;

    public async Task Add(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (!await _table.Transact([.. Rows(entry).Select(TableActions.Add)], cancellationToken))
            throw new InvalidOperationException($"An audit entry of the id {entry.Id} is stored already.");
    }

    public async Task<AuditPage> List(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        if (query.NewestFirst)
            return await Newest(query, cancellationToken);

        var found = new List<AuditEntry>();
        var (examined, last) = (0, "");
        await foreach (var row in _table.Range(Partition, Wanted(query), query.Limit + 1, cancellationToken))
        {
            if (found.Count == query.Limit || examined++ == MaxExamined)
                return new AuditPage(found, last);

            last = row.GetString(Id);
            if (IsWanted(query, row) && unreadable.Read(() => Read(row)) is { } entry)
                found.Add(entry);
        }

        return new AuditPage(found, null);
    }

    public async Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        var old = new List<TableEntity>();
        var rows = (TableKey.Below(All).From, TableKey.Of(All, AuditId.From(before)));
        await foreach (var row in _table.Range(Partition, rows, 1000, cancellationToken, "RowKey", Id, Tenant, Subject))
            old.Add(row);

        foreach (var batch in old.Packed(Deletes))
            forgotten += await _table.Transact([.. batch.SelectMany(Deletes)], cancellationToken) ? batch.Count : 0;

        return forgotten;
    }

    public async Task<int> ReEncrypt(CancellationToken cancellationToken)
    {
        var reencrypted = 0;
        await foreach (var row in _table.Range(Partition, TableKey.Below(All), 500, cancellationToken))
        {
            // Entries that were deleted meanwhile stay deleted.
            if (unreadable.Read(() => OfOlderKey(row), orKeyMissing: true) is { } entry
                && await _table.Transact([.. Rows(entry).Select(TableActions.Replace)], cancellationToken))
                reencrypted++;
        }

        return reencrypted;
    }

    private async Task<AuditPage> Newest(AuditQuery query, CancellationToken cancellationToken)
    {
        var list = ListOf(query);
        var search = new NewestAuditEntries(query, storage.Time.GetUtcNow(), ids => _table.Range(
            Partition, (TableKey.Of([.. list, ids.From]), TableKey.Of([.. list, ids.To])), NewestAuditEntries.MaxRows, cancellationToken));
        var (rows, after) = await search.Run(row => IsWanted(query, row), row => row.GetString(Id), cancellationToken);
        return new AuditPage([.. rows.Select(row => unreadable.Read(() => Read(row))).OfType<AuditEntry>()], after);
    }

    private static bool IsWanted(AuditQuery query, TableEntity row) =>
        query.Wants(row.GetString(Tenant), row.GetString(Action), row.GetString(Subject));

    private static string[] ListOf(AuditQuery query) =>
        query.Subject is { } subject ? [BySubject, subject] : query.Tenant is { } tenant ? [ByTenant, tenant] : [All];

    private static (string From, string To) Wanted(AuditQuery query)
    {
        var list = ListOf(query);
        var first = TableKey.Of([.. list, query.First]);
        var next = query.After is { } after ? TableKey.After(TableKey.Of([.. list, after])) : first;
        return (string.CompareOrdinal(first, next) > 0 ? first : next, TableKey.Of([.. list, query.End]));
    }

    internal IEnumerable<TableEntity> Rows(AuditEntry entry)
    {
        var document = AuditSerializer.Write(keys, entry);
        return KeysOf(entry.Id, entry.Tenant, entry.Subject).Select(key => Row(key, document, entry));
    }

    // A body of the API and what it replaces, compressed, are far below what a row holds.
    private static TableEntity Row(string key, object document, AuditEntry entry)
    {
        if (DocumentRows.Write(Partition, key, document) is not [var row])
            throw new StoreException($"The {AuditSerializer.Name(entry.Id)} is too long to be stored.");

        (row[Id], row[Tenant], row[Action], row[Subject]) = (entry.Id, entry.Tenant, entry.Action, entry.Subject);
        return row;
    }

    private static IReadOnlyList<TableTransactionAction> Deletes(TableEntity row) =>
        [.. KeysOf(row.GetString(Id), row.GetString(Tenant), row.GetString(Subject)).Select(key => TableActions.Delete(Partition, key))];

    private static IEnumerable<string> KeysOf(string id, string? tenant, string subject) =>
    [
        TableKey.Of(All, id),
        TableKey.Of(BySubject, subject, id),
        .. tenant is null ? [] : new[] { TableKey.Of(ByTenant, tenant, id) },
    ];

    private AuditEntry? OfOlderKey(TableEntity row) => AuditSerializer.IsOfOlderKey(keys, Document(row)) ? Read(row) : null;

    private AuditEntry Read(TableEntity row) => AuditSerializer.Read(keys, Document(row), row.GetString(Id));

    private static object Document(TableEntity row) => DocumentRows.Read(row, new Dictionary<string, TableEntity>(), AuditSerializer.Name(row.GetString(Id)));
}
