using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Detection;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api;

/// <summary>
/// Reads the overview. However large the store is, it costs: the row of each channel, one range of counts, the newest 500 dead letters, a list of at most
/// twenty failing subscriptions and one of disabled ones, and at most three heartbeats.
/// </summary>
internal sealed class OverviewReader(
    ChannelCatalog catalog, IChannelStore channels, IOutcomeCountStore counts, IDeliveryStore deliveries, ISubscriptionStore subscriptions,
    IAlertStore alerts, TimeProvider time)
{
    private const int Hours = 24, MaxDead = 500, MaxSubscriptions = 20, MaxHeartbeatDays = 3;

    public async Task<OverviewResponse> Read(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tenant = caller.IsAdmin ? null : caller.Tenant;
        var since = OutcomeCounts.HourOf(now).AddHours(1 - Hours);
        var dead = await deliveries.Undelivered(new DeliveryQuery(DeliveryStatus.Dead, tenant, null, MaxDead), cancellationToken);
        var (shown, letters) = (await Channels(now, cancellationToken), new BoundedCount(dead.Deliveries.Count, dead.Cursor is not null));
        var owned = await Subscriptions(tenant, cancellationToken);
        var problems = OverviewProblems.Of(shown, Recent(dead, now), owned);
        return new OverviewResponse(
            now, problems.Count == 0, OverviewProblems.State(shown, problems), problems, shown,
            DeliveryOverview.Of(since, await counts.Sum(tenant, since, cancellationToken)), letters, owned, await LastHeartbeat(now, cancellationToken));
    }

    /// <summary>The worst first.</summary>
    public async Task<IReadOnlyList<ChannelOverview>> Channels(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var states = (await channels.All(cancellationToken)).ToDictionary(state => state.Channel);
        return
        [
            .. catalog.All.Select(channel => ChannelOverview.Of(channel, states.GetValueOrDefault(channel.Id), now))
                .OrderBy(channel => channel.Rank).ThenBy(channel => channel.Name, StringComparer.Ordinal),
        ];
    }

    private static BoundedCount Recent(DeliveryPage dead, DateTimeOffset now)
    {
        var recent = dead.Deliveries.Count(delivery => delivery.UpdatedAt > now.AddDays(-1));
        return new BoundedCount(recent, recent == dead.Deliveries.Count && dead.Cursor is not null);
    }

    private async Task<SubscriptionsOverview> Subscriptions(string? tenant, CancellationToken cancellationToken)
    {
        var failing = await subscriptions.ListFailing(tenant, null, MaxSubscriptions, cancellationToken);
        var disabled = await subscriptions.List(tenant, SubscriptionStatus.Disabled, null, MaxSubscriptions, cancellationToken);
        return new SubscriptionsOverview(
            [.. failing.Subscriptions.Select(SubscriptionOverview.Of)], failing.Cursor is not null,
            [.. disabled.Subscriptions.Select(SubscriptionOverview.Of)], disabled.Cursor is not null);
    }

    private async Task<HeartbeatOverview?> LastHeartbeat(DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var day = 0; day < MaxHeartbeatDays; day++)
        {
            if (await alerts.Find(RelayEvents.HeartbeatId(now.AddDays(-day)), cancellationToken) is { } found)
                return new HeartbeatOverview(found.Id, found.DetectedAt, found.Headline);
        }

        return null;
    }
}

/// <summary>Says in sentences what is not well.</summary>
internal static class OverviewProblems
{
    private const int MaxNames = 3;

    public static IReadOnlyList<string> Of(IReadOnlyList<ChannelOverview> channels, BoundedCount dead, SubscriptionsOverview subscriptions)
    {
        var troubled = channels.Where(channel => channel.Troubles.Count > 0).ToList();
        var overdue = channels.Where(channel => channel.Overdue).ToList();
        var problems = new List<string>();
        if (channels.All(channel => channel.Status is HealthStatus.Waiting or HealthStatus.Disabled))
            problems.Add("No channel was polled yet.");
        if (troubled.Count > 0)
            problems.Add($"{CountText.Of(troubled.Count, "channel has a problem", "channels have problems")}: {Names(troubled, Words)}.");
        if (overdue.Count > 0)
            problems.Add($"{CountText.Of(overdue.Count, "channel was", "channels were")} not polled in time: {Names(overdue, channel => channel.Name)}.");
        if (dead.Count > 0)
            problems.Add($"{dead} {(dead is { Count: 1, More: false } ? "delivery" : "deliveries")} failed for good in the last day.");
        // A page may be empty although there are more.
        if (subscriptions.Failing.Count > 0 || subscriptions.MoreFailing)
            problems.Add($"{Of(subscriptions.Failing, subscriptions.MoreFailing, "fails", "fail")}: alerts do not arrive at present.");
        if (subscriptions.Disabled.Count > 0 || subscriptions.MoreDisabled)
            problems.Add($"{Of(subscriptions.Disabled, subscriptions.MoreDisabled, "is disabled", "are disabled")}.");
        return problems;
    }

    public static string State(IReadOnlyList<ChannelOverview> channels, IReadOnlyList<string> problems)
    {
        var watched = channels.Count(channel => channel.Status != HealthStatus.Disabled);
        return problems.Count > 0 ? string.Join(' ', problems)
            : $"All is well: {CountText.Of(watched, "channel is", "channels are")} watched, and no delivery failed for good in the last day.";
    }

    private static string Of(IReadOnlyList<SubscriptionOverview> some, bool more, string one, string many) =>
        some.Count == 1 && !more ? $"1 subscription {one}" : $"{new BoundedCount(some.Count, more)} subscriptions {many}";

    private static string Words(ChannelOverview channel) => $"{channel.Name} ({string.Join(", ", channel.Troubles.Select(HealthEvent.Words))})";

    private static string Names(List<ChannelOverview> channels, Func<ChannelOverview, string> write) =>
        string.Join(", ", channels.Take(MaxNames).Select(write)) + (channels.Count > MaxNames ? $" and {channels.Count - MaxNames} more" : "");
}
