using AlertRelay.Detection;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// In a channel's partition, "level|country|key" and "level-past|country|end|key": what its notices state about countries, and stated before.
/// </summary>
internal static class LevelRows
{
    private const string Present = "level", Past = "level-past", Until = "Until";

    public static IEnumerable<TableEntity> Of(string partition, IReadOnlyList<LevelPeriod> levels) => levels
        .Select(level => (Row: Key(level), Level: level))
        .DistinctBy(level => level.Row)
        .SelectMany(level =>
        {
            var rows = DocumentRows.Write(partition, level.Row, StoredDocument.Write(level.Level, DocumentSerializer.Levels));
            if (level.Level.Until is { } until)
                rows[0][Until] = until.UtcTicks;
            return rows;
        });

    /// <summary>One read for each thousand.</summary>
    public static Task<IReadOnlyList<LevelPeriod>> FindPresent(AzureTable table, string channel, string? country, CancellationToken cancellationToken) =>
        Find(table, channel, country is null ? TableKey.Below(Present) : TableKey.Below(Present, country), 0, cancellationToken);

    /// <summary>One read for each thousand: of a country those that are wanted, of all countries all that are kept.</summary>
    public static Task<IReadOnlyList<LevelPeriod>> FindPast(
        AzureTable table, string channel, string? country, DateTimeOffset endedAfter, CancellationToken cancellationToken) =>
        Find(
            table, channel,
            country is null ? TableKey.Below(Past) : (TableKey.Of(Past, country, TableKey.Number(endedAfter.UtcTicks + 1)), TableKey.Below(Past, country).To),
            endedAfter.UtcTicks, cancellationToken);

    /// <summary>
    /// For each present period of these notices the actions that end it, which belong in one transaction. Of a damaged one nothing remains. One read for each
    /// thousand rows.
    /// </summary>
    public static async Task<ILookup<string, IReadOnlyList<TableTransactionAction>>> End(
        AzureTable table, string channel, IReadOnlyCollection<string> keys, DateTimeOffset at, UnreadableRows unreadable, CancellationToken cancellationToken)
    {
        var (partition, byPart) = (TableKey.Of(channel), keys.ToDictionary(key => TableKey.Of(key)));
        var present = await Rows(table, channel, TableKey.Below(Present), cancellationToken);
        return present.Values.Where(row => DocumentRows.IsFirst(row) && byPart.ContainsKey(KeyPart(row)))
            .ToLookup(row => byPart[KeyPart(row)], row => (IReadOnlyList<TableTransactionAction>)
            [
                .. DocumentRows.Keys(row).Select(each => TableActions.Delete(partition, each)),
                .. unreadable.Read(() => Read(row, present, channel))?.EndedAt(at) is { } ended ? Of(partition, [ended]).Select(TableActions.Put) : [],
            ]);
    }

    private static string KeyPart(TableEntity first) => first.RowKey[(first.RowKey.LastIndexOf('|') + 1)..];

    /// <returns>How many periods were forgotten.</returns>
    public static Task<int> Forget(AzureTable table, string channel, DateTimeOffset endedBefore, CancellationToken cancellationToken) =>
        table.DeleteDocuments(TableKey.Of(channel), TableKey.Below(Past), row => row.GetInt64(Until) < endedBefore.UtcTicks, Until, cancellationToken);

    private static async Task<IReadOnlyList<LevelPeriod>> Find(
        AzureTable table, string channel, (string From, string To) range, long endedAfter, CancellationToken cancellationToken)
    {
        var rows = await Rows(table, channel, range, cancellationToken);
        return
        [
            .. rows.Values.Where(row => DocumentRows.IsFirst(row) && (row.GetInt64(Until) is not { } until || until > endedAfter))
                .Select(row => Read(row, rows, channel)),
        ];
    }

    private static async Task<Dictionary<string, TableEntity>> Rows(
        AzureTable table, string channel, (string From, string To) range, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, TableEntity>();
        await foreach (var row in table.Range(TableKey.Of(channel), range, 1000, cancellationToken))
            rows[row.RowKey] = row;
        return rows;
    }

    private static LevelPeriod Read(TableEntity row, Dictionary<string, TableEntity> rows, string channel)
    {
        var name = $"level {channel}/{row.RowKey}";
        return StoredDocument.Read(DocumentRows.Read(row, rows, name), DocumentSerializer.Levels, name);
    }

    private static string Key(LevelPeriod level) => level.Until is { } until
        ? TableKey.Of(Past, level.Country, TableKey.Number(until.UtcTicks), level.Key)
        : TableKey.Of(Present, level.Country, level.Key);
}
