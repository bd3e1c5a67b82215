using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Maintenance;

/// <summary>Publishes a daily heartbeat for subscriptions that ask for it. Its id contains the day, so several instances send it only once.</summary>
internal sealed class HeartbeatWriter(
    ChannelCatalog catalog, IChannelStore channels, IAlertStore alerts, AlertPublisher publisher, IPollLease lease, IOptions<PollingOptions> options,
    TimeProvider time)
    : IMaintenanceTask
{
    // A day has some hundreds of alerts.
    private const int MaxAlerts = 1000;

    // A channel without a successful poll for this many intervals, and for at least a day, counts as failing.
    private const int MaxMissedPolls = 3;

    // Never released: if another instance published while a batch is being sent, it would send the unrecorded messages of that batch again.
    // No channel's id begins with a colon.
    private const string LeaseName = ":heartbeat";

    // Longer than a batch can take with the maxima of Delivery:PageTime and Delivery:Timeout.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1), RepublishWindow = TimeSpan.FromHours(1);

    private string? _lastId;

    /// <summary>Returns immediately when today's heartbeat was published.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = LastDue(now);
        var id = RelayEvents.HeartbeatId(due);
        if (_lastId == id)
            return;

        // No heartbeat before the first poll.
        var states = (await channels.All(cancellationToken)).Where(state => state.LastPollAt is not null && catalog.Find(state.Channel) is not null)
            .ToDictionary(state => state.Channel);
        if (states.Count == 0 || !await lease.TryTake(LeaseName, LeaseTime, cancellationToken))
            return;

        // The instance that wrote it may have crashed before it was sent, so it is published again for a while. Nobody is sent it twice.
        var written = await alerts.Find(id, cancellationToken);
        if (written is null || now - written.DetectedAt < RepublishWindow)
            await publisher.Publish(written ?? Heartbeat(id, await Facts(states, now, cancellationToken), now), cancellationToken);
        _lastId = id;
    }

    private DateTimeOffset LastDue(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + options.Value.HeartbeatAt.ToTimeSpan();
        return today <= now ? today : today - Day;
    }

    private async Task<Heartbeat> Facts(Dictionary<string, ChannelState> states, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var watched = catalog.All.Where(channel => channel.Enabled).ToList();
        var failing = watched.Where(channel => !IsHealthy(channel, states.GetValueOrDefault(channel.Id), now)).Select(channel => channel.Id);
        var found = await alerts.List(new AlertQuery { Since = now - Day, Limit = MaxAlerts }, cancellationToken);
        return new Heartbeat(now - Day, watched.Count, [.. failing], found.Alerts.Count);
    }

    private static bool IsHealthy(Channel channel, ChannelState? state, DateTimeOffset now)
    {
        var limit = channel.Interval * MaxMissedPolls > Day ? channel.Interval * MaxMissedPolls : Day;
        return state?.LastGoodPollAt is { } lastGoodPoll && now - lastGoodPoll < limit;
    }

    private static Alert Heartbeat(string id, Heartbeat facts, DateTimeOffset now)
    {
        var healthy = facts.Channels - facts.Failing.Count;
        var found = facts.Alerts switch
        {
            0 => "nothing has changed",
            1 => "1 alert",
            MaxAlerts => $"{MaxAlerts} alerts or more",
            var many => $"{many} alerts",
        };
        return RelayEvents.New(id, ":heartbeat", now) with
        {
            Heartbeat = facts,
            Title = "Heartbeat",
            Headline = string.Create(
                CultureInfo.InvariantCulture,
                $"Heartbeat: {healthy} of {facts.Channels} channels were read; {found} since {facts.Since:yyyy-MM-dd HH:mm} UTC"),
            Summary = facts.Failing.Count == 0 ? "Every channel was read." : $"Not read: {string.Join(", ", facts.Failing)}.",
        };
    }
}
