using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>Requests to a publisher that a person asks for, beside the polls: one for each minimum interval of the channel, over all instances.</summary>
public sealed class FetchTurns(IPollLease lease)
{
    /// <summary>The turn is never given back: it ends with the minimum interval.</summary>
    /// <returns>False while an earlier one lasts.</returns>
    public Task<bool> TryTake(Channel channel, CancellationToken cancellationToken) =>
        lease.TryTake($":fetch:{channel.Id}", channel.MinimumInterval, cancellationToken);
}
