using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Table "channels". A channel's partition: "channel" (its state), "notice|key", "outbox|version|number" (alerts to publish, in order),
/// "waits|alert" (where in the outbox an alert is), "staged|version|commit|number" (rows of a long commit on their way; see
/// <see cref="ChannelCommit"/>), "version|key|until" (see <see cref="VersionRows"/>), "level|country|key" and
/// "level-past|country|until|key" (see <see cref="LevelRows"/>). The partition "index" names every channel, and every commit that may have left alerts in
/// an outbox.
/// </summary>
internal static class ChannelRows
{
    public const string Channel = "channel", Notice = "notice", Outbox = "outbox", Waits = "waits", Staged = "staged";

    /// <summary>Not a channel's partition: those have no "~".</summary>
    public const string Index = "~index";

    public const string Version = "Version", Name = "Channel", OutboxRow = "OutboxRow";

    /// <summary>The long commit that counts but whose rows are not all in their places yet.</summary>
    public const string Pending = "Pending";

    public static List<TableEntity> Of(ChannelState state)
    {
        var rows = DocumentRows.Write(TableKey.Of(state.Channel), Channel, StoredDocument.Write(state, DocumentSerializer.Channel));
        rows[0][Version] = state.Version;
        return rows;
    }

    /// <summary>A notice, or an alert, that occurs twice is stored once.</summary>
    public static List<TableEntity> Of(PollCommit commit)
    {
        var partition = TableKey.Of(commit.State.Channel);
        var ofNotices = commit.Notices.Reverse().DistinctBy(notice => notice.Key).Reverse()
            .SelectMany(notice => DocumentRows.Write(partition, TableKey.Of(Notice, notice.Key), StoredDocument.Write(notice, DocumentSerializer.Notice)));
        return
        [
            .. ofNotices,
            .. VersionRows.Of(partition, commit.Past),
            .. LevelRows.Of(partition, commit.Levels),
            .. commit.Alerts.DistinctBy(alert => alert.Id).SelectMany((alert, number) => Of(partition, commit.State.Version, number, alert)),
        ];
    }

    public static NoticeState ReadNotice(object document, string name) => StoredDocument.Read(document, DocumentSerializer.Notice, name);

    public static TableEntity IndexOf(string channel) => new(Index, TableKey.Of(Channel, channel)) { [Name] = channel };

    public static TableEntity IndexOfOutbox(ChannelState state) =>
        new(Index, TableKey.Of(Outbox, state.Channel, TableKey.Number(state.Version))) { [Name] = state.Channel, [Version] = state.Version };

    public static ChannelState ReadChannel(object document, string channel) =>
        StoredDocument.Read(document, DocumentSerializer.Channel, $"channel {channel}");

    private static IEnumerable<TableEntity> Of(string partition, int version, int number, Alert alert)
    {
        var key = TableKey.Of(Outbox, TableKey.Number(version), TableKey.Number(number));
        return
        [
            .. AlertDocument.Write(partition, key, alert),
            new TableEntity(partition, TableKey.Of(Waits, alert.Id)) { [OutboxRow] = key },
        ];
    }
}

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
    public static Task<int> Forget(AzureTable table, string channel, DateTimeOffset replacedBefore, CancellationToken cancellationToken) =>
        table.DeleteDocuments(TableKey.Of(channel), TableKey.Below(Version), row => row.GetInt64(Until) < replacedBefore.UtcTicks, Until, cancellationToken);

    private static string Key(string key, DateTimeOffset until) => TableKey.Of(Version, key, TableKey.Number(until.UtcTicks));
}
