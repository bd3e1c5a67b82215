using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>A channel with all its rows is one partition, so that a poll is stored in one transaction; see <see cref="ChannelCommit"/>.</summary>
internal sealed class AzureChannelStore(AzureStorage storage, UnreadableRows unreadable) : IChannelStore
{
    private readonly AzureTable _table = storage.Channels;
    private readonly ChannelCommit _commit = new(storage.Channels);
    private readonly ChannelOutbox _outbox = new(storage.Channels, unreadable);

    public async Task<ChannelState?> Find(string channel, CancellationToken cancellationToken) =>
        await _table.Find(TableKey.Of(channel), ChannelRows.Channel, cancellationToken) is { } row ? await Read(row, channel, cancellationToken) : null;

    /// <summary>Costs one read for each channel.</summary>
    public async Task<IReadOnlyList<ChannelState>> All(CancellationToken cancellationToken)
    {
        var states = await BoundedParallel.Select(
            await Names(cancellationToken), channel => unreadable.ReadAsync(() => Find(channel, cancellationToken)), cancellationToken);
        return [.. states.OfType<ChannelState>().OrderBy(state => state.Channel, StringComparer.Ordinal)];
    }

    /// <summary>Above 1,000 notices a commit may be seen in part by one who reads meanwhile; a poll made from that is refused by its version.</summary>
    public async Task<IReadOnlyDictionary<string, NoticeState>> Notices(string channel, CancellationToken cancellationToken)
    {
        await _commit.Settled(channel, cancellationToken);
        var rows = new Dictionary<string, TableEntity>();
        await foreach (var row in _table.Range(TableKey.Of(channel), TableKey.Below(ChannelRows.Notice), 1000, cancellationToken))
            rows[row.RowKey] = row;

        return rows.Values.Where(DocumentRows.IsFirst)
            .Select(row => (Row: row, Name: $"notice {channel}/{row.RowKey}"))
            .Select(notice => ChannelRows.ReadNotice(DocumentRows.Read(notice.Row, rows, notice.Name), notice.Name))
            .ToDictionary(notice => notice.Key);
    }

    public async Task<NoticeState?> FindNotice(string channel, string key, CancellationToken cancellationToken)
    {
        await _commit.Settled(channel, cancellationToken);
        var name = $"notice {channel}/{key}";
        return await _table.Find(TableKey.Of(channel), TableKey.Of(ChannelRows.Notice, key), cancellationToken) is { } row
            ? ChannelRows.ReadNotice(await _table.ReadDocument(row, name, cancellationToken), name)
            : null;
    }

    /// <summary>A notice about many countries is more than one transaction. The notice goes with the last one, so a crash leaves it to the next call.</summary>
    public async Task ForgetNotices(string channel, IReadOnlyCollection<string> keys, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await _commit.Settled(channel, cancellationToken);
        var partition = TableKey.Of(channel);
        var levels = await LevelRows.End(_table, channel, keys, at, unreadable, cancellationToken);
        foreach (var key in keys)
        {
            if (await _table.Find(partition, TableKey.Of(ChannelRows.Notice, key), cancellationToken) is not { } first)
                continue;

            // A notice that was written meanwhile stays.
            IReadOnlyList<TableTransactionAction> notice =
            [
                TableActions.Delete(partition, first.RowKey, first.ETag),
                .. DocumentRows.Keys(first).Skip(1).Select(row => TableActions.Delete(partition, row)),
            ];
            foreach (var transaction in levels[key].Append(notice).Packed(actions => actions))
            {
                // The notice decides races.
                if (!await _table.Transact([.. transaction.AsEnumerable().Reverse().SelectMany(actions => actions)], cancellationToken))
                    break;
            }
        }
    }

    public async Task<IReadOnlyList<LevelPeriod>> Levels(string channel, string? country, CancellationToken cancellationToken)
    {
        await _commit.Settled(channel, cancellationToken);
        return await LevelRows.FindPresent(_table, channel, country, cancellationToken);
    }

    public async Task<IReadOnlyList<LevelPeriod>> PastLevels(
        string channel, string? country, DateTimeOffset endedAfter, CancellationToken cancellationToken)
    {
        await _commit.Settled(channel, cancellationToken);
        return await LevelRows.FindPast(_table, channel, country, endedAfter, cancellationToken);
    }

    public async Task<NoticeVersion?> VersionAt(string channel, string key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await _commit.Settled(channel, cancellationToken);
        return await VersionRows.Find(_table, channel, key, at, cancellationToken);
    }

    public async Task<int> ForgetVersions(DateTimeOffset replacedBefore, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        foreach (var channel in await Names(cancellationToken))
        {
            forgotten += await VersionRows.Forget(_table, channel, replacedBefore, cancellationToken);
            forgotten += await LevelRows.Forget(_table, channel, replacedBefore, cancellationToken);
        }

        return forgotten;
    }

    public async Task<bool> Commit(PollCommit commit, CancellationToken cancellationToken)
    {
        var state = commit.State;
        var stored = await _commit.Settled(state.Channel, cancellationToken);
        if ((stored?.GetInt32(ChannelRows.Version) ?? 0) != state.Version - 1)
            return false;

        if (stored is null)
            await _table.Upsert(ChannelRows.IndexOf(state.Channel), cancellationToken);

        var added = await _outbox.NotWaiting(state.Channel, commit.Alerts, cancellationToken);
        if (added.Count > 0)
            await _table.Upsert(ChannelRows.IndexOfOutbox(state), cancellationToken);

        return await _commit.Write(state, stored, ChannelRows.Of(commit with { Alerts = added }), cancellationToken);
    }

    /// <summary>Costs some reads for each channel that may have alerts left, and one when there is none.</summary>
    public async Task<IReadOnlyList<Alert>> Outbox(Func<string, bool> isWanted, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var left = await BoundedParallel.Select(
            [.. (await _outbox.Channels(cancellationToken)).Where(hints => isWanted(hints.Key))],
            async hints => await _outbox.Of(hints.Key, [.. hints], await _commit.Settled(hints.Key, cancellationToken), limit, cancellationToken),
            cancellationToken);
        return [.. left.SelectMany(alerts => alerts).OrderBy(waiting => waiting.At).Take(limit).Select(waiting => waiting.Alert)];
    }

    public Task ClearOutbox(Alert alert, CancellationToken cancellationToken) => _outbox.Clear(alert, cancellationToken);

    private async Task<List<string>> Names(CancellationToken cancellationToken)
    {
        var channels = new List<string>();
        await foreach (var row in _table.Range(ChannelRows.Index, TableKey.Below(ChannelRows.Channel), 1000, cancellationToken))
            channels.Add(row.GetString(ChannelRows.Name));

        return channels;
    }

    private async Task<ChannelState> Read(TableEntity row, string channel, CancellationToken cancellationToken) =>
        ChannelRows.ReadChannel(await _table.ReadDocument(row, $"channel {channel}", cancellationToken), channel);
}
