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

    /// <summary>The outbox of all channels.</summary>
    public static Task<IReadOnlyList<Alert>> Outbox(this IChannelStore store, int limit, CancellationToken cancellationToken) =>
        store.Outbox(_ => true, limit, cancellationToken);
}
