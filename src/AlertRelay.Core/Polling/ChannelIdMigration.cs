using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>Moves the state of a channel whose id changed in the catalogue, without any alert.</summary>
internal static class ChannelIdMigration
{
    /// <returns>The state under the new id, already stored; null for a new channel.</returns>
    public static async Task<ChannelState?> TakeOver(Channel channel, IChannelStore store, CancellationToken cancellationToken)
    {
        foreach (var previousId in channel.PreviousIds)
        {
            if (await store.Find(previousId, cancellationToken) is not { } known)
                continue;

            var notices = await store.Notices(previousId, cancellationToken);
            var migrated = known with { Channel = channel.Id, Version = 1, LevelsVersion = 0 };
            return await store.Commit(new PollCommit(migrated) { Notices = [.. notices.Values] }, cancellationToken)
                ? migrated
                : await store.Find(channel.Id, cancellationToken);
        }

        return null;
    }
}
