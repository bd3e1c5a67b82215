using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Maintenance;

/// <summary>Once a day a sign of life, for those who asked for it. Its id is the day's: whatever number of instances write it, it is told once.</summary>
internal sealed class HeartbeatWriter(
    ChannelCatalog catalog, IChannelStore channels, IAlertStore alerts, AlertPublisher publisher, IPollLease lease, IOptions<PollingOptions> options,
    TimeProvider time)
    : IMaintenanceTask
{
    // Alerts that are counted; a day has some hundreds.
    private const int Most = 1000;

    // A channel that was not read for longer than this many of its own rounds, and a day at least, is not well.
    private const int RoundsMissed = 3;

    // Never given back: another instance that publishes while a page is being sent would send what of it is not recorded yet a second time.
    // No channel's id begins with a colon.
    private const string Writing = ":heartbeat";

    // Longer than a page may take: Delivery:PageTime and Delivery:Timeout at their most.
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1), Doubtful = TimeSpan.FromHours(1);

    private string? _told;

    /// <summary>Costs nothing more once the day's is told.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = LastDue(now);
        var id = string.Create(CultureInfo.InvariantCulture, $"hbt_{due.UtcDateTime:yyyyMMdd}");
        if (_told == id)
            return;

        // A relay that has not looked at anything yet has no heartbeat.
        var states = (await channels.All(cancellationToken)).Where(state => state.LastPollAt is not null).ToDictionary(state => state.Channel);
        if (states.Count == 0 || !await lease.TryTake(Writing, Turn, cancellationToken))
            return;

        // Whoever wrote it may have ended before it was sent: for a while it is published again, which tells nobody twice.
        var written = await alerts.Find(id, cancellationToken);
        if (written is null || now - written.DetectedAt < Doubtful)
            await publisher.Publish(written ?? Heartbeat(id, await Facts(states, now, cancellationToken), now), cancellationToken);
        _told = id;
    }

    private DateTimeOffset LastDue(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + options.Value.HeartbeatAt.ToTimeSpan();
        return today <= now ? today : today - Day;
    }

    private async Task<Heartbeat> Facts(Dictionary<string, ChannelState> states, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var watched = catalog.All.Where(channel => channel.Enabled).ToList();
        var failing = watched.Where(channel => !IsWell(channel, states.GetValueOrDefault(channel.Id), now)).Select(channel => channel.Id);
        var found = await alerts.List(new AlertQuery { Since = now - Day, Limit = Most }, cancellationToken);
        return new Heartbeat(now - Day, watched.Count, [.. failing], found.Alerts.Count);
    }

    private static bool IsWell(Channel channel, ChannelState? state, DateTimeOffset now)
    {
        var longest = channel.Interval * RoundsMissed > Day ? channel.Interval * RoundsMissed : Day;
        return state?.LastGoodPollAt is { } good && now - good < longest;
    }

    private static Alert Heartbeat(string id, Heartbeat facts, DateTimeOffset now)
    {
        var well = facts.Channels - facts.Failing.Count;
        var found = facts.Alerts switch { 0 => "nothing has changed", 1 => "1 alert", Most => $"{Most} alerts or more", var many => $"{many} alerts" };
        return RelayEvents.New(id, ":heartbeat", now) with
        {
            Heartbeat = facts,
            Title = "Heartbeat",
            Headline = string.Create(
                CultureInfo.InvariantCulture,
                $"Heartbeat: {well} of {facts.Channels} channels were read; {found} since {facts.Since:yyyy-MM-dd HH:mm} UTC"),
            Summary = facts.Failing.Count == 0 ? "Every channel was read." : $"Not read: {string.Join(", ", facts.Failing)}.",
        };
    }
}
