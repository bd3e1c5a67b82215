using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>A channel that has another id than in an earlier version of the catalogue goes on where it was, and tells nothing of it.</summary>
internal static class ChannelIdMigration
{
    /// <returns>Its state under the new id, stored already; null when it is new indeed.</returns>
    public static async Task<ChannelState?> TakeOver(Channel channel, IChannelStore store, CancellationToken cancellationToken)
    {
        foreach (var former in channel.PreviousIds)
        {
            if (await store.Find(former, cancellationToken) is not { } known)
                continue;

            var notices = await store.Notices(former, cancellationToken);
            var taken = known with { Channel = channel.Id, Version = 1 };
            return await store.Commit(taken, [.. notices.Values], [], [], cancellationToken) ? taken : await store.Find(channel.Id, cancellationToken);
        }

        return null;
    }
}
