using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>The whole relay at a glance, as far as the key may see it.</summary>
/// <param name="State">One line: whether all is well, and what is not.</param>
/// <param name="Problems">A sentence each; empty where all is well.</param>
/// <param name="Channels">The worst first.</param>
/// <param name="LastHeartbeat">Null while there is none of the last days.</param>
internal sealed record OverviewResponse(
    DateTimeOffset At, bool AllWell, string State, IReadOnlyList<string> Problems, IReadOnlyList<ChannelOverview> Channels, DeliveryOverview Deliveries,
    BoundedCount DeadLetters, SubscriptionsOverview Subscriptions, HeartbeatOverview? LastHeartbeat);

/// <param name="Status">Failing: its last poll failed.</param>
/// <param name="Overdue">It should have been polled long ago.</param>
/// <param name="Troubles">Its current problems. A health event was sent for each.</param>
/// <param name="Held">Changes that wait for confirmation by a later poll.</param>
/// <param name="Polls">The last 60 polls, oldest first, a letter each: u unchanged, r read, f failed, h held.</param>
internal sealed record ChannelOverview(
    string Id, string Name, HealthStatus Status, bool Overdue, IReadOnlyList<HealthKind> Troubles, string? LastError, DateTimeOffset? LastGoodPollAt,
    DateTimeOffset? NextPollAt, int Held, string Polls)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static ChannelOverview Of(Channel channel, ChannelState? state, DateTimeOffset now) => new(
        channel.Id, channel.Name, ChannelHealth.StatusOf(channel, state), channel.Enabled && state?.NextPollAt < now - Patience,
        channel.Enabled ? [.. state?.Health.Troubles.Select(trouble => trouble.Kind) ?? []] : [], channel.Enabled ? state?.LastError : null,
        state?.LastGoodPollAt, channel.Enabled ? state?.NextPollAt : null, state?.HeldChanges ?? 0, ChannelHealth.LettersOf(state));

    /// <summary>The smaller, the worse.</summary>
    internal int Rank =>
        Status == HealthStatus.Disabled ? 6
        : Status == HealthStatus.Failing && Troubles.Count > 0 ? 0
        : Overdue ? 1
        : Troubles.Count > 0 ? 2
        : Status == HealthStatus.Failing ? 3
        : Status == HealthStatus.Waiting ? 4
        : 5;
}

/// <summary>Counted by hour. What happened in the last half minute may be missing.</summary>
/// <param name="Since">The beginning of the first hour.</param>
/// <param name="Failed">Attempts that failed and are repeated.</param>
/// <param name="Dead">Dead letters: no attempt follows.</param>
internal sealed record DeliveryOverview(DateTimeOffset Since, long Delivered, long Failed, long Dead, long Silenced, long Superseded)
{
    public static DeliveryOverview Of(DateTimeOffset since, DeliveryOutcomes sum) =>
        new(since, sum.Delivered, sum.Failed, sum.Dead, sum.Silenced, sum.Superseded);
}

/// <param name="More">There are more than were counted.</param>
internal sealed record BoundedCount(int Count, bool More)
{
    /// <summary>"3", "500 or more".</summary>
    public override string ToString() => More ? $"{Count} or more" : $"{Count}";
}

/// <param name="Failing">The active subscriptions whose attempts fail at present.</param>
/// <param name="MoreFailing">There are more failing ones.</param>
/// <param name="MoreDisabled">There are more disabled ones.</param>
internal sealed record SubscriptionsOverview(
    IReadOnlyList<SubscriptionOverview> Failing, bool MoreFailing, IReadOnlyList<SubscriptionOverview> Disabled, bool MoreDisabled);

/// <param name="Since">Since when its attempts fail, or it is disabled.</param>
internal sealed record SubscriptionOverview(string Id, string Name, string Tenant, SubscriptionStatus Status, DateTimeOffset? Since, string? Reason)
{
    public static SubscriptionOverview Of(Subscription subscription) => new(
        subscription.Id, subscription.Name, subscription.Tenant, subscription.Status,
        subscription.Status == SubscriptionStatus.Active ? subscription.FailingSince : subscription.UpdatedAt, subscription.StatusReason);
}

/// <param name="Id">Of the alert.</param>
internal sealed record HeartbeatOverview(string Id, DateTimeOffset At, string Headline);
