using AlertRelay.Detection;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>In a channel's partition, "version|key|time until": the past versions of a notice.</summary>
internal static class VersionRows
{
    private const string Version = "version", Until = "Until";

    public static IEnumerable<TableEntity> Of(string partition, IReadOnlyList<NoticeVersion> past) => past
        .DistinctBy(version => (version.Notice.Key, version.Until))
        .SelectMany(version =>
        {
            var rows = DocumentRows.Write(partition, Key(version.Notice.Key, version.Until), StoredDocument.Write(version, DocumentSerializer.Version));
            rows[0][Until] = version.Until.UtcTicks;
            return rows;
        });

    public static async Task<NoticeVersion?> Find(AzureTable table, string channel, string key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var name = $"version of {channel}/{key}";
        var later = (TableKey.After(Key(key, at)), TableKey.Below(Version, key).To);
        await foreach (var row in table.Range(TableKey.Of(channel), later, 1, cancellationToken))
        {
            if (!DocumentRows.IsFirst(row))
                continue;

            var version = StoredDocument.Read(await table.ReadDocument(row, name, cancellationToken), DocumentSerializer.Version, name);
            return version.From <= at && version.Until > at ? version : null;
        }

        return null;
    }

    /// <returns>How many versions were deleted.</returns>
    public static async Task<int> Forget(AzureTable table, string channel, DateTimeOffset replacedBefore, CancellationToken cancellationToken)
    {
        var partition = TableKey.Of(channel);
        var old = new List<TableEntity>();
        await foreach (var row in table.Range(partition, TableKey.Below(Version), 1000, cancellationToken, "PartitionKey", "RowKey", "Rows", Until))
        {
            if (row.GetInt64(Until) < replacedBefore.UtcTicks)
                old.Add(row);
        }

        foreach (var key in old.SelectMany(DocumentRows.Keys))
            await table.Delete(partition, key, cancellationToken);

        return old.Count;
    }

    private static string Key(string key, DateTimeOffset until) => TableKey.Of(Version, key, TableKey.Number(until.UtcTicks));
}
