using AlertRelay.Channels;
using Microsoft.Extensions.Options;

namespace AlertRelay.Polling;

/// <summary>Polls that a person asks for. The request is stored as the time of the channel's next poll, so any instance carries it out.</summary>
public sealed class PollRequests(IChannelStore store, IPollLease lease, IOptions<PollingOptions> options, TimeProvider time)
{
    private const int MaxTries = 3;

    /// <summary>The channel is polled as soon as its minimum interval and the publisher's Retry-After allow.</summary>
    /// <returns>Null while another instance works on the channel, so that the request could not be stored.</returns>
    public async Task<PollRequest?> Ask(Channel channel, CancellationToken cancellationToken)
    {
        // A poll that is running would be discarded if the channel's row changed under it.
        if (!await lease.TryTake(channel.Id, options.Value.Lease, cancellationToken))
            return await Running(channel, cancellationToken);

        try
        {
            for (var tries = 0; tries < MaxTries; tries++)
            {
                if (await Store(channel, cancellationToken) is { } stored)
                    return stored;
            }

            return null;
        }
        finally
        {
            await lease.Release(channel.Id, CancellationToken.None);
        }
    }

    // Only of a channel that is due: it is polled now, or as soon as the lease ends. Else the lease may be for something else, or of a killed instance.
    private async Task<PollRequest?> Running(Channel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await store.Find(channel.Id, cancellationToken);
        return state is null || PollSchedule.Planned(channel, state, now) <= now ? new PollRequest(now, IsRunning: true) : null;
    }

    /// <returns>Null if the channel was changed meanwhile.</returns>
    private async Task<PollRequest?> Store(Channel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await store.Find(channel.Id, cancellationToken) is not { } state)
            return new PollRequest(now, IsRunning: false);

        var at = PollSchedule.Requested(channel, state, now);
        return at >= state.NextPollAt || await store.Commit(new PollCommit(state with { NextPollAt = at, Version = state.Version + 1 }), cancellationToken)
            ? new PollRequest(at, IsRunning: false)
            : null;
    }
}

/// <param name="At">When the channel is polled.</param>
/// <param name="IsRunning">An instance polls it at this moment.</param>
public sealed record PollRequest(DateTimeOffset At, bool IsRunning);
