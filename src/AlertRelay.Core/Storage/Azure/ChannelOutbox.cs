using AlertRelay.Alerts;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// The outboxes of all channels. The version of a commit with alerts is noted in the index first, so that maintenance reads only the channels that
/// may have some left. The note goes when the channel has reached that version and its outbox is empty: then the commit was made, or never will be.
/// </summary>
internal sealed class ChannelOutbox(AzureTable table, UnreadableRows unreadable)
{
    public async Task<IReadOnlyList<IGrouping<string, TableEntity>>> Channels(CancellationToken cancellationToken)
    {
        var hints = new List<TableEntity>();
        await foreach (var row in table.Range(ChannelRows.Index, TableKey.Below(ChannelRows.Outbox), 1000, cancellationToken))
            hints.Add(row);

        return [.. hints.GroupBy(hint => hint.GetString(ChannelRows.Name))];
    }

    /// <param name="settled">The channel's row, read before this: a commit that it knows of is in the outbox by now.</param>
    /// <returns>In order. The time of an alert is the storage account's own, and never before that of the alert before it.</returns>
    public async Task<IReadOnlyList<(DateTimeOffset At, Alert Alert)>> Of(
        string channel, IReadOnlyList<TableEntity> hints, TableEntity? settled, int limit, CancellationToken cancellationToken)
    {
        var waiting = new List<(DateTimeOffset At, Alert Alert)>();
        var rows = 0;
        await foreach (var row in table.Range(TableKey.Of(channel), TableKey.Below(ChannelRows.Outbox), limit + 1, cancellationToken))
        {
            if (waiting.Count == limit)
                break;

            rows++;
            if (DocumentRows.IsFirst(row) && await unreadable.ReadAsync(() => Read(row, channel, cancellationToken)) is { } alert)
                waiting.Add((Later(row.Timestamp, waiting), alert));
        }

        if (rows == 0 && limit > 0)
            await Forget(hints.Where(hint => hint.GetInt32(ChannelRows.Version) <= settled?.GetInt32(ChannelRows.Version)), cancellationToken);

        return waiting;
    }

    /// <summary>Those that are not in the outbox already: the same id is the same alert.</summary>
    public async Task<IReadOnlyList<Alert>> NotWaiting(string channel, IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        var partition = TableKey.Of(channel);
        var found = await BoundedParallel.Select(
            alerts, alert => table.Find(partition, TableKey.Of(ChannelRows.Waits, alert.Id), cancellationToken, ChannelRows.OutboxRow), cancellationToken);
        return [.. alerts.Where((_, i) => found[i] is null)];
    }

    public async Task Clear(Alert alert, CancellationToken cancellationToken)
    {
        var partition = TableKey.Of(alert.Channel);
        if (await table.Find(partition, TableKey.Of(ChannelRows.Waits, alert.Id), cancellationToken) is not { } waits
            || await table.Find(partition, waits.GetString(ChannelRows.OutboxRow), cancellationToken) is not { } first)
            return;

        IEnumerable<string> rows = [waits.RowKey, .. DocumentRows.Keys(first)];
        await table.Transact([.. rows.Select(row => TableActions.Delete(partition, row))], cancellationToken);
    }

    private async Task<Alert?> Read(TableEntity row, string channel, CancellationToken cancellationToken) =>
        await AlertDocument.Read(table, row, $"outbox alert {channel}/{row.RowKey}", cancellationToken);

    private async Task Forget(IEnumerable<TableEntity> hints, CancellationToken cancellationToken)
    {
        foreach (var hint in hints)
            await table.Delete(hint.PartitionKey, hint.RowKey, cancellationToken);
    }

    private static DateTimeOffset Later(DateTimeOffset? at, List<(DateTimeOffset At, Alert Alert)> before) =>
        before.Count > 0 && at < before[^1].At ? before[^1].At : at ?? DateTimeOffset.MaxValue;
}
