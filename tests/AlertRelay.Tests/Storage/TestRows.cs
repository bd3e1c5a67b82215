using AlertRelay.Alerts;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlertRelay.Tests.Storage;

internal static class TestRows
{
    public static UnreadableRows Unlogged { get; } = new(NullLogger<UnreadableRows>.Instance);

    public static SqliteSubscriptionStore Subscriptions(SqliteDatabase database, Keyring keys) => new(database, keys, Unlogged, RenamedChannels.None);

    public static AzureSubscriptionStore Subscriptions(AzureStorage storage, Keyring keys) => new(storage, keys, Unlogged, RenamedChannels.None);

    /// <summary>As the version before wrote them.</summary>
    public static Task ForgetWhichAreQuiet(SqliteDatabase database) =>
        database.Write(connection => connection.Execute("UPDATE subscriptions SET quiet = 2, failing = 0"), CancellationToken.None);

    /// <inheritdoc cref="ForgetWhichAreQuiet(SqliteDatabase)"/>
    public static async Task ForgetWhichAreQuiet(AzureStorage storage)
    {
        foreach (var shard in Shards.All)
        {
            await foreach (var row in storage.Subscriptions.Range(shard, TableKey.Below(SubscriptionRows.ById), 1000, CancellationToken.None))
            {
                var quiet = SubscriptionRows.CopiesOf(row).Where(copy => copy.StartsWith("quiet|", StringComparison.Ordinal)
                    || copy.StartsWith("failing|", StringComparison.Ordinal)).ToList();
                foreach (var copy in quiet)
                    await storage.Subscriptions.Delete(shard, copy, CancellationToken.None);

                row["Copies"] = string.Join(' ', SubscriptionRows.CopiesOf(row).Except(quiet));
                row.Remove("Quiet");
                await storage.Subscriptions.Upsert(row, CancellationToken.None);
            }
        }
    }

    /// <summary>The outbox of all channels.</summary>
    public static Task<IReadOnlyList<Alert>> Outbox(this IChannelStore store, int limit, CancellationToken cancellationToken) =>
        store.Outbox(_ => true, limit, cancellationToken);
}
