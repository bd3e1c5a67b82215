using AlertRelay.Channels;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Polls that a person asks for. The request is stored as the time of the channel's next poll, so any instance carries it out.</summary>
public sealed class PollRequests(IChannelStore store, IPollLease lease, IOptions<PollingOptions> options, TimeProvider time)
{
    /// <summary>The channel is polled as soon as its minimum interval and the publisher's Retry-After allow.</summary>
    public async Task<PollRequest> Ask(Channel channel, CancellationToken cancellationToken)
    {
        // A poll that is running would be discarded if the channel's row changed under it. It does what is asked.
        if (!await lease.TryTake(channel.Id, options.Value.Lease, cancellationToken))
            return new PollRequest(time.GetUtcNow(), IsRunning: true);

        try
        {
            var now = time.GetUtcNow();
            if (await store.Find(channel.Id, cancellationToken) is not { } state)
                return new PollRequest(now, IsRunning: false);

            var at = PollSchedule.Requested(channel, state, now);
            var isStored = at >= state.NextPollAt
                || await store.Commit(new PollCommit(state with { NextPollAt = at, Version = state.Version + 1 }), cancellationToken);
            // Where the lease ended too early, another instance has polled it meanwhile.
            return new PollRequest(at, IsRunning: !isStored);
        }
        finally
        {
            await lease.Release(channel.Id, CancellationToken.None);
        }
    }
}

/// <param name="At">When the channel is polled.</param>
/// <param name="IsRunning">An instance polls it at this moment.</param>
public sealed record PollRequest(DateTimeOffset At, bool IsRunning);
