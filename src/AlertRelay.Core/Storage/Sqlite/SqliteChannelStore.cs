using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

internal sealed class SqliteChannelStore(SqliteDatabase database, UnreadableRows unreadable) : IChannelStore
{
    public Task<ChannelState?> Find(string channel, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query("SELECT channel, state FROM channels WHERE channel = $channel", Channel, ("$channel", channel)).SingleOrDefault(),
            cancellationToken);

    public async Task<IReadOnlyList<ChannelState>> All(CancellationToken cancellationToken) =>
        await database.Read(
            connection => connection.Readable("SELECT channel, state FROM channels ORDER BY channel", Channel, unreadable).ToList(), cancellationToken);

    public async Task<IReadOnlyDictionary<string, NoticeState>> Notices(string channel, CancellationToken cancellationToken) =>
        await database.Read(
            connection => connection.Query(
                "SELECT key, state FROM notices WHERE channel = $channel",
                reader => Notice(reader.GetValue(1), channel, reader.GetString(0)),
                ("$channel", channel)).ToDictionary(notice => notice.Key),
            cancellationToken);

    public Task<NoticeState?> FindNotice(string channel, string key, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                "SELECT state FROM notices WHERE channel = $channel AND key = $key",
                reader => Notice(reader.GetValue(0), channel, key),
                ("$channel", channel),
                ("$key", key))
                .SingleOrDefault(),
            cancellationToken);

    public Task<bool> Commit(PollCommit commit, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                if (!SaveChannel(connection, commit.State))
                    return false;

                SaveNotices(connection, commit.State.Channel, commit.Notices);
                NoticeVersionRows.Save(connection, commit.State.Channel, commit.Past);
                LevelRows.Save(connection, commit.State.Channel, commit.Levels);
                AddToOutbox(connection, commit.Alerts);
                return true;
            },
            cancellationToken);

    public Task ForgetNotices(string channel, IReadOnlyCollection<string> keys, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.Write(
            connection =>
            {
                LevelRows.End(connection, channel, keys, at, unreadable);
                return connection.Execute(
                    "DELETE FROM notices WHERE channel = $channel AND key IN (SELECT value FROM json_each($keys))",
                    ("$channel", channel), ("$keys", Sql.List(keys)));
            },
            cancellationToken);

    public async Task<IReadOnlyList<LevelPeriod>> Levels(string channel, string? country, CancellationToken cancellationToken) =>
        await database.Read(connection => LevelRows.Present(connection, channel, country), cancellationToken);

    public async Task<IReadOnlyList<LevelPeriod>> PastLevels(
        string channel, string? country, DateTimeOffset endedAfter, CancellationToken cancellationToken) =>
        await database.Read(connection => LevelRows.Past(connection, channel, country, endedAfter), cancellationToken);

    public Task<NoticeVersion?> VersionAt(string channel, string key, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.Read(connection => NoticeVersionRows.Find(connection, channel, key, at), cancellationToken);

    public async Task<int> ForgetVersions(DateTimeOffset replacedBefore, CancellationToken cancellationToken) =>
        await database.ForgetRows(NoticeVersionRows.DeleteBatch, replacedBefore.UtcTicks, cancellationToken)
        + await database.ForgetRows(LevelRows.DeleteBatch, replacedBefore.UtcTicks, cancellationToken);

    // Rows do not say their channel. There are few, except after a crash.
    public async Task<IReadOnlyList<Alert>> Outbox(Func<string, bool> isWanted, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return await database.Read(
            connection => connection
                .Readable(
                    "SELECT id, alert, trace FROM outbox ORDER BY sequence", reader => SqliteAlertStore.Read(reader, 0, "outbox alert"), unreadable)
                .Where(alert => isWanted(alert.Channel))
                .Take(limit)
                .ToList(),
            cancellationToken);
    }

    public Task ClearOutbox(Alert alert, CancellationToken cancellationToken) =>
        database.Write(connection => connection.Execute("DELETE FROM outbox WHERE id = $id", ("$id", alert.Id)), cancellationToken);

    private static bool SaveChannel(SqliteConnection connection, ChannelState state)
    {
        var stored = connection.Number("SELECT version FROM channels WHERE channel = $channel", ("$channel", state.Channel)) ?? 0;
        if (stored != state.Version - 1)
            return false;

        connection.Execute(
            "INSERT INTO channels (channel, version, state) VALUES ($channel, $version, $state) "
            + "ON CONFLICT (channel) DO UPDATE SET version = excluded.version, state = excluded.state",
            ("$channel", state.Channel),
            ("$version", state.Version),
            ("$state", StoredDocument.Write(state, DocumentSerializer.Channel)));
        return true;
    }

    private static void SaveNotices(SqliteConnection connection, string channel, IReadOnlyList<NoticeState> notices)
    {
        using var save = new Statement(
            connection,
            "INSERT INTO notices (channel, key, state) VALUES ($channel, $key, $state) ON CONFLICT (channel, key) DO UPDATE SET state = excluded.state");
        foreach (var notice in notices)
            save.Run(channel, notice.Key, StoredDocument.Write(notice, DocumentSerializer.Notice));
    }

    // An id that is in the outbox already is the same alert.
    private static void AddToOutbox(SqliteConnection connection, IReadOnlyList<Alert> alerts)
    {
        using var add = new Statement(connection, "INSERT INTO outbox (id, alert, trace) VALUES ($id, $alert, $trace) ON CONFLICT (id) DO NOTHING");
        foreach (var alert in alerts)
            add.Run(alert.Id, StoredAlert.Write(alert), alert.Trace);
    }

    private static NoticeState Notice(object stored, string channel, string key) =>
        StoredDocument.Read(stored, DocumentSerializer.Notice, $"notice {channel}/{key}");

    private static ChannelState Channel(SqliteDataReader reader) =>
        StoredDocument.Read(reader.GetValue(1), DocumentSerializer.Channel, $"channel {reader.GetString(0)}");
}

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
