using AlertRelay.Detection;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>What notices state about countries, and stated before.</summary>
internal static class LevelRows
{
    public const string DeleteBatch =
        "DELETE FROM levels WHERE (channel, country, until_time, key) IN "
        + "(SELECT channel, country, until_time, key FROM levels WHERE until_time < $before ORDER BY until_time LIMIT $batch)";

    private const string Columns = "channel, country, key, period";

    private const long StillLasts = long.MaxValue;

    public static void Save(SqliteConnection connection, string channel, IReadOnlyList<LevelPeriod> levels)
    {
        using var save = new Statement(
            connection,
            "INSERT INTO levels (channel, country, key, until_time, period) VALUES ($channel, $country, $key, $until, $period) "
            + "ON CONFLICT (channel, country, until_time, key) DO UPDATE SET period = excluded.period");
        foreach (var level in levels)
            save.Run(
                channel, level.Country, level.Key, level.Until?.UtcTicks ?? StillLasts, StoredDocument.Write(level, DocumentSerializer.Levels));
    }

    /// <summary>Ends what the notices state. Of a damaged row nothing remains, as nothing of it can be read.</summary>
    public static void End(SqliteConnection connection, string channel, IReadOnlyCollection<string> keys, DateTimeOffset at, UnreadableRows unreadable)
    {
        const string OfNotices = "channel = $channel AND key IN (SELECT value FROM json_each($keys))";
        var present = connection.Query(
            $"SELECT {Columns} FROM levels WHERE {OfNotices} AND until_time = {StillLasts}",
            reader => unreadable.Read(() => Read(reader))?.EndedAt(at), ("$channel", channel), ("$keys", Sql.List(keys)));
        Save(connection, channel, [.. present.OfType<LevelPeriod>()]);
        connection.Execute(
            $"DELETE FROM levels WHERE {OfNotices} AND until_time = {StillLasts}", ("$channel", channel), ("$keys", Sql.List(keys)));
    }

    public static List<LevelPeriod> Present(SqliteConnection connection, string channel, string? country) =>
        Find(connection, channel, country, $"until_time = {StillLasts}", 0);

    public static List<LevelPeriod> Past(SqliteConnection connection, string channel, string? country, DateTimeOffset endedAfter) =>
        Find(connection, channel, country, $"until_time > $after AND until_time < {StillLasts}", endedAfter.UtcTicks);

    private static List<LevelPeriod> Find(SqliteConnection connection, string channel, string? country, string condition, long after) => connection.Query(
        $"SELECT {Columns} FROM levels WHERE channel = $channel AND {(country is null ? "" : "country = $country AND ")}{condition}",
        Read, ("$channel", channel), ("$country", country ?? ""), ("$after", after));

    private static LevelPeriod Read(SqliteDataReader reader) => StoredDocument.Read(
        reader.GetValue(3), DocumentSerializer.Levels, $"level {reader.GetString(0)}/{reader.GetString(1)}/{reader.GetString(2)}");
}
