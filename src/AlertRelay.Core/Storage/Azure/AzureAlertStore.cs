using System.Security.Cryptography;
using AlertRelay.Alerts;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>See <see cref="AlertRows"/>. A page costs one query, or a few where the filter is narrow, and one read for each alert on it.</summary>
internal sealed class AzureAlertStore(AzureStorage storage, UnreadableRows unreadable) : IAlertStore, IDisposable
{
    // Texts have no index. So many alerts are read for a page.
    private const int MaxTexts = 200, TextsAtOnce = 50;

    private readonly AzureTable _table = storage.Alerts;

    private long? _identity;

    // Prevents races within this process.
    private readonly SemaphoreSlim _lock = new(1, 1);

    public async Task<bool> Append(Alert alert, CancellationToken cancellationToken)
    {
        if (await IsFiled(alert.Id, cancellationToken))
            return false;

        var added = await _table.Transact([.. AlertRows.Of(alert).Select(TableActions.Add)], cancellationToken);
        // An interrupted attempt has already stored it, and that one counts.
        var stored = added ? alert : await Find(alert.Id, cancellationToken) ?? alert;
        await _lock.WaitAsync(cancellationToken);
        try
        {
            while (!await File(stored, cancellationToken) && !await IsFiled(alert.Id, cancellationToken))
            {
            }
        }
        finally
        {
            _lock.Release();
        }

        return added;
    }

    public async Task<Alert?> Find(string id, CancellationToken cancellationToken) =>
        await _table.Find(AlertRows.Partition(id), AlertRows.Document, cancellationToken) is { } row
            ? await AlertDocument.Read(_table, row, $"alert {id}", cancellationToken)
            : null;

    public async Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        var identity = query.OldestFirst ? await Identity(cancellationToken) : 0;
        if (query.Words.Count > 0)
            return await WithWords(query, identity, cancellationToken);

        var search = new HistorySearch(query, identity);
        return Page(query, await Found(search, cancellationToken), search.Cursor);
    }

    private async Task<AlertPage> WithWords(AlertQuery query, long identity, CancellationToken cancellationToken)
    {
        var found = new List<(AlertRows Place, Alert Alert)>();
        var cursor = query.Cursor;
        for (var read = 0; read < MaxTexts; read += TextsAtOnce)
        {
            var search = new HistorySearch(query with { Cursor = cursor, Limit = TextsAtOnce }, identity);
            foreach (var each in await Found(search, cancellationToken))
            {
                if (!query.Words.All(each.Alert.Mentions))
                    continue;

                found.Add(each);
                if (found.Count == query.Limit)
                    return Page(query, found, search.CursorAfter(each.Place));
            }

            cursor = search.Cursor;
            if (cursor is null || search.Found.Count < TextsAtOnce)
                break;
        }

        return Page(query, found, cursor);
    }

    private async Task<IReadOnlyList<(AlertRows Place, Alert Alert)>> Found(HistorySearch search, CancellationToken cancellationToken)
    {
        await search.Run(_table, cancellationToken);
        var found = await BoundedParallel.Select(
            search.Found, async place => (Place: place, Alert: await unreadable.ReadAsync(() => Find(place.Id, cancellationToken))), cancellationToken);
        return [.. found.Where(each => each.Alert is not null).Select(each => (each.Place, each.Alert!))];
    }

    private static AlertPage Page(AlertQuery query, IReadOnlyList<(AlertRows Place, Alert Alert)> found, string? cursor) =>
        new([.. found.Select(each => each.Alert)], cursor) { Sequences = query.OldestFirst ? [.. found.Select(each => each.Place.Sequence)] : [] };

    public async Task<long> Identity(CancellationToken cancellationToken)
    {
        if (_identity is { } known)
            return known;

        var row = new TableEntity(AlertRows.History, AlertRows.Identity) { [AlertRows.Identity] = RandomNumberGenerator.GetInt32(int.MaxValue) };
        // The first one decides.
        if (await _table.Find(AlertRows.History, AlertRows.Identity, cancellationToken) is null)
            await _table.Transact([TableActions.Add(row)], cancellationToken);

        _identity = (await _table.Find(AlertRows.History, AlertRows.Identity, cancellationToken))?.GetInt32(AlertRows.Identity) ?? 0;
        return _identity.Value;
    }

    public async Task<long> Head(CancellationToken cancellationToken) =>
        (await _table.Find(AlertRows.History, AlertRows.Head, cancellationToken))?.GetInt64(AlertRows.Last) ?? 0;

    /// <summary>A read and a transaction for each alert, and a transaction for the history rows of 33.</summary>
    public async Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        var old = new List<AlertRows>();
        await foreach (var row in _table.Range(AlertRows.History, AlertRows.DetectedBefore(detectedBefore), 1000, cancellationToken))
        {
            old.Add(AlertRows.Read(row));
            if (old.Count == AlertRows.DeletedAtOnce)
                forgotten += await Delete(old, cancellationToken);
        }

        return forgotten + await Delete(old, cancellationToken);
    }

    public void Dispose() => _lock.Dispose();

    // The document first: after a crash between the two, its history rows still lead the next run here.
    private async Task<int> Delete(List<AlertRows> old, CancellationToken cancellationToken)
    {
        if (old.Count == 0)
            return 0;

        await BoundedParallel.Select(old, alert => DeleteDocument(AlertRows.Partition(alert.Id), cancellationToken), cancellationToken);
        var places = old.SelectMany(alert => alert.Places()).Select(row => TableActions.Delete(AlertRows.History, row));
        var isDeleted = await _table.Transact([.. places], cancellationToken);
        var count = isDeleted ? old.Count : 0;
        old.Clear();
        return count;
    }

    private async Task<bool> DeleteDocument(string partition, CancellationToken cancellationToken) =>
        await _table.Find(partition, AlertRows.Document, cancellationToken) is { } first
        && await _table.Transact([.. DocumentRows.Keys(first).Select(row => TableActions.Delete(partition, row))], cancellationToken);

    private async Task<bool> IsFiled(string id, CancellationToken cancellationToken) =>
        await _table.Find(AlertRows.History, TableKey.Of(AlertRows.ById, id), cancellationToken, "RowKey") is not null;

    private async Task<bool> File(Alert alert, CancellationToken cancellationToken)
    {
        var stored = await _table.Find(AlertRows.History, AlertRows.Head, cancellationToken);
        var sequence = (stored?.GetInt64(AlertRows.Last) ?? 0) + 1;
        var head = new TableEntity(AlertRows.History, AlertRows.Head) { [AlertRows.Last] = sequence };
        return await _table.Transact([TableActions.Write(head, stored), .. AlertRows.Places(alert, sequence).Select(TableActions.Add)], cancellationToken);
    }
}
