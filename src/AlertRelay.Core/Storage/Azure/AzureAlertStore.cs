using AlertRelay.Alerts;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>See <see cref="AlertRows"/>. A page costs one query, or a few where the filter is narrow, and one read for each alert on it.</summary>
internal sealed class AzureAlertStore(AzureStorage storage, UnreadableRows unreadable) : IAlertStore, IDisposable
{
    private readonly AzureTable _table = storage.Alerts;

    // This process does not race with itself for the head.
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<bool> Append(Alert alert, CancellationToken cancellationToken)
    {
        if (await IsFiled(alert.Id, cancellationToken))
            return false;

        var added = await _table.Transact([.. AlertRows.Of(alert).Select(TableActions.Add)], cancellationToken);
        // An attempt that ended midway has stored it: that one counts.
        var stored = added ? alert : await Find(alert.Id, cancellationToken) ?? alert;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (!await File(stored, cancellationToken) && !await IsFiled(alert.Id, cancellationToken))
            {
            }
        }
        finally
        {
            _turn.Release();
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
        var search = new HistorySearch(query);
        await search.Run(_table, cancellationToken);
        var alerts = await BoundedParallel.Select(
            search.Found, id => unreadable.ReadAsync(() => Find(id, cancellationToken)), cancellationToken);
        return new AlertPage([.. alerts.OfType<Alert>()], search.Cursor);
    }

    public void Dispose() => _turn.Dispose();

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
