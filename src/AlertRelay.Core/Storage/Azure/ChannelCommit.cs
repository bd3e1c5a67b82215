using AlertRelay.Polling;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Writes a commit of any size atomically.
/// <para>
/// A short commit is one transaction: the channel's row, if it is unchanged since it was read, the notices and the outbox.
/// </para>
/// <para>
/// A commit beyond the limits of a transaction (100 rows, 4 MB) is (1) staged: every row is written under "staged|version|commit|number", where nobody
/// reads; (2) decided: one transaction writes the channel's row, on the same condition, naming the commit in "Pending"; (3) moved: each
/// transaction takes a batch of staged rows to their places, on the condition that the channel's row still is as it was read, and the last one
/// clears "Pending". A caller that wants notices, the outbox or the next commit of the channel moves first what is pending, so a crash after (2) is
/// finished by the next reader, and nobody sees half a commit. A crash before (2), or a race lost at (2), leaves the channel as it was; staged
/// rows left behind are removed by the next long commit: no version below the stored one can be decided any more.
/// </para>
/// <para>
/// This writes long commits (first readings, mostly) twice. The other way, validators last and notices at once, would show half a commit
/// to the next poll, which would have to find out what was already sent.
/// </para>
/// </summary>
internal sealed class ChannelCommit(AzureTable table)
{
    private const string Target = "Target";

    // Each move deletes a row and writes one, and the channel's row goes with them.
    private const int MaxMoves = (TableLimits.MaxRows - 1) / 2;

    /// <param name="stored">The channel's row as it was read; null when there was none.</param>
    /// <returns>False if another commit was first. Nothing of this one is stored then.</returns>
    public async Task<bool> Write(ChannelState state, TableEntity? stored, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        var channel = ChannelRows.Of(state);
        List<TableTransactionAction> whole = [.. Decision(channel, stored), .. rows.Select(TableActions.Put)];
        if (TableActions.FitTogether(whole))
            return await table.Transact(whole, cancellationToken);

        var commit = TableKey.Of(ChannelRows.Staged, TableKey.Number(state.Version), Guid.NewGuid().ToString("N"));
        await RemoveDead(state, cancellationToken);
        await Stage(commit, rows, cancellationToken);
        channel[0][ChannelRows.Pending] = commit;
        if (!await table.Transact(Decision(channel, stored), cancellationToken))
        {
            await Remove(TableKey.Of(state.Channel), Below(commit), cancellationToken);
            return false;
        }

        await Settled(state.Channel, cancellationToken);
        return true;
    }

    /// <summary>Moves pending rows, then reads the channel's row.</summary>
    public async Task<TableEntity?> Settled(string channel, CancellationToken cancellationToken)
    {
        var partition = TableKey.Of(channel);
        while (true)
        {
            var row = await table.Find(partition, ChannelRows.Channel, cancellationToken);
            if (row?.GetString(ChannelRows.Pending) is not { Length: > 0 } commit)
                return row;

            await MoveSome(row, commit, cancellationToken);
        }
    }

    private static List<TableTransactionAction> Decision(List<TableEntity> channel, TableEntity? stored) =>
        [TableActions.Write(channel[0], stored), .. channel.Skip(1).Select(TableActions.Put)];

    private async Task Stage(string commit, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        var staged = rows.Select((row, number) => new TableEntity(row) { RowKey = Under(commit, number), [Target] = row.RowKey });
        foreach (var batch in staged.Select(TableActions.Put).Packed(put => [put]))
            await table.Transact(batch, cancellationToken);
    }

    // If another process moves the same rows, one of the two fails, and both continue with the rest.
    private async Task MoveSome(TableEntity channel, string commit, CancellationToken cancellationToken)
    {
        var staged = new List<TableEntity>();
        await foreach (var row in table.Range(channel.PartitionKey, Below(commit), MaxMoves + 1, cancellationToken))
        {
            staged.Add(row);
            if (staged.Count > MaxMoves)
                break;
        }

        var batch = staged.Take(MaxMoves).Packed(Move, reserved: 1).FirstOrDefault() ?? [];
        var touch = new TableEntity(channel.PartitionKey, channel.RowKey) { [ChannelRows.Pending] = batch.Count == staged.Count ? "" : commit };
        await table.Transact([TableActions.Merge(touch, channel.ETag), .. batch.SelectMany(Move)], cancellationToken);
    }

    private static TableTransactionAction[] Move(TableEntity staged)
    {
        var row = new TableEntity(staged) { RowKey = staged.GetString(Target) };
        row.Remove(Target);
        return [TableActions.Put(row), TableActions.Delete(staged.PartitionKey, staged.RowKey)];
    }

    private async Task RemoveDead(ChannelState state, CancellationToken cancellationToken)
    {
        var dead = (TableKey.Of(ChannelRows.Staged), TableKey.Of(ChannelRows.Staged, TableKey.Number(state.Version)));
        await Remove(TableKey.Of(state.Channel), dead, cancellationToken);
    }

    private async Task Remove(string partition, (string From, string To) rows, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var row in table.Range(partition, rows, 1000, cancellationToken, "PartitionKey", "RowKey"))
            keys.Add(row.RowKey);

        // If another process removed a row, its batch fails. The rest stays until next time.
        foreach (var batch in keys.Chunk(TableLimits.MaxRows))
            await table.Transact([.. batch.Select(key => TableActions.Delete(partition, key))], cancellationToken);
    }

    private static string Under(string commit, int number) => $"{commit}|{TableKey.Number(number)}";

    private static (string From, string To) Below(string commit) => (commit + "|", commit + "}");
}
