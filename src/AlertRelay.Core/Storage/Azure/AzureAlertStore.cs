using System.Security.Cryptography;
using AlertRelay.Alerts;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>See <see cref="AlertRows"/>. A page costs one query, or a few where the filter is narrow, and one read for each alert on it.</summary>
internal sealed class AzureAlertStore(AzureStorage storage, UnreadableRows unreadable) : IAlertStore, IDisposable
{
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
        var search = new HistorySearch(query, query.OldestFirst ? await Identity(cancellationToken) : 0);
        await search.Run(_table, cancellationToken);
        var found = await BoundedParallel.Select(
            search.Found,
            async place => (place.Sequence, Alert: await unreadable.ReadAsync(() => Find(place.Id, cancellationToken))),
            cancellationToken);
        var readable = found.Where(each => each.Alert is not null).ToList();
        return new AlertPage([.. readable.Select(each => each.Alert!)], search.Cursor)
        {
            Sequences = query.OldestFirst ? [.. readable.Select(each => each.Sequence)] : [],
        };
    }

    public async Task<long> Identity(CancellationToken cancellationToken)
    {
        if (_identity is { } known)
            return known;

        var row = new TableEntity(AlertRows.History, AlertRows.Identity) { [AlertRows.Identity] = RandomNumberGenerator.GetInt32(int.MaxValue) };
        // Whoever is first decides.
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
