using AlertRelay.Detection;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Past versions of notices.</summary>
internal static class NoticeVersionRows
{
    public const string DeleteBatch =
        "DELETE FROM notice_versions WHERE (channel, key, until_time) IN "
        + "(SELECT channel, key, until_time FROM notice_versions WHERE until_time < $before ORDER BY until_time LIMIT $batch)";

    public static void Save(SqliteConnection connection, string channel, IReadOnlyList<NoticeVersion> past)
    {
        using var save = new Statement(
            connection,
            "INSERT INTO notice_versions (channel, key, until_time, from_time, version) VALUES ($channel, $key, $until, $from, $version) "
            + "ON CONFLICT (channel, key, until_time) DO NOTHING");
        foreach (var version in past)
            save.Run(channel, version.Notice.Key, version.Until.UtcTicks, version.From.UtcTicks, StoredDocument.Write(version, DocumentSerializer.Version));
    }

    public static NoticeVersion? Find(SqliteConnection connection, string channel, string key, DateTimeOffset at) => connection.Query(
        "SELECT version FROM notice_versions WHERE channel = $channel AND key = $key AND until_time > $at AND from_time <= $at ORDER BY until_time LIMIT 1",
        reader => StoredDocument.Read(reader.GetValue(0), DocumentSerializer.Version, $"version of {channel}/{key}"),
        ("$channel", channel), ("$key", key), ("$at", at.UtcTicks)).SingleOrDefault();
}
