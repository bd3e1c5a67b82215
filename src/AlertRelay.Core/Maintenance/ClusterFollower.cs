using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Clusters;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Maintenance;

/// <summary>
/// Follows the published alerts and publishes the clusters among them. How far it is, the open clusters and their alerts are one commit of the pseudo
/// channel "clusters", so a crash loses no cluster and repeats none. It holds the channel's lease meanwhile, as a poll does.
/// </summary>
/// <remarks>Costs a few reads when there is nothing new, and one write for each page of new alerts.</remarks>
public sealed partial class ClusterFollower(
    ChannelCatalog catalog, IAlertStore alerts, IChannelStore channels, Outbox outbox, IPollLease lease, IOptions<PollingOptions> polling,
    IOptions<ClusterOptions> options, TimeProvider time, ILogger<ClusterFollower> logger)
    : IMaintenanceTask
{
    private const int PageSize = 200;

    private readonly ClusterRules _rules = new(catalog, options.Value);

    public Task Run(CancellationToken cancellationToken) => Follow(cancellationToken);

    /// <returns>The alerts of clusters that it published; none while another instance follows.</returns>
    public async Task<IReadOnlyList<Alert>> Follow(CancellationToken cancellationToken)
    {
        if (!await lease.TryTake(Cluster.ChannelId, polling.Value.Lease, cancellationToken))
            return [];

        try
        {
            var published = new List<Alert>();
            var start = time.GetTimestamp();
            while (await FollowPage(published, cancellationToken))
            {
                // What is left is for the next run, before the lease ends.
                if (time.GetElapsedTime(start) > polling.Value.Lease / 2)
                    break;
            }

            return published;
        }
        finally
        {
            await lease.Release(Cluster.ChannelId, CancellationToken.None);
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> FollowPage(List<Alert> published, CancellationToken cancellationToken)
    {
        var channel = await channels.Find(Cluster.ChannelId, cancellationToken) ?? new ChannelState { Channel = Cluster.ChannelId };
        var now = time.GetUtcNow();
        // Clusters of a time before the relay looked for them are no news.
        var state = channel.Clusters ?? new ClusterState { From = now - options.Value.Within };
        var query = new AlertQuery { Categories = [Category.Travel], Since = state.From, Cursor = state.Cursor, OldestFirst = true, Limit = PageSize };
        var page = await alerts.List(query, cancellationToken);
        var isUpToDate = page.Cursor == state.Cursor;
        var (next, found) = _rules.Follow(state, page.Alerts, now, isUpToDate);
        if (isUpToDate && found.Count == 0)
            return false;

        var committed = channel with
        {
            Clusters = next with { Cursor = page.Cursor },
            LastPollAt = now,
            LastGoodPollAt = now,
            LastAlertAt = found.Count > 0 ? now : channel.LastAlertAt,
            Version = channel.Version + 1,
        };
        // Another instance was faster: it has published these.
        if (!await channels.Commit(new PollCommit(committed) { Alerts = found }, cancellationToken))
            return false;

        await outbox.Publish(Cluster.ChannelId, found, cancellationToken);
        published.AddRange(found);
        foreach (var alert in found)
            LogCluster(logger, alert.Headline, alert.Id);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cluster: {Headline} ({Alert})")]
    private static partial void LogCluster(ILogger logger, string headline, string alert);
}
