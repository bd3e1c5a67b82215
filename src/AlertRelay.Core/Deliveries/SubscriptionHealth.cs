using System.Globalization;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries;

/// <summary>
/// Keeps the health of subscriptions: since when they fail, and the new id of a chat that has moved. It warns the owner of a subscription that fails
/// for days, and then disables it; a 410 disables it immediately. A subscription with few alerts may have failed once weeks ago: it is disabled only
/// when a delivery is dead-lettered as well. A resumed subscription is on probation: five minutes of failure disable it again.
/// </summary>
public sealed partial class SubscriptionHealth(
    ISubscriptionStore subscriptions, SubscriptionEventPublisher events, IOptions<DeliveryOptions> options, ILogger<SubscriptionHealth> logger)
{
    private const int MaxAttempts = 5;

    private static readonly TimeSpan ProbationLimit = TimeSpan.FromMinutes(5);

    /// <summary>The owner is warned after half of Delivery:DisableAfter.</summary>
    private const double WarningShare = 0.5;

    /// <summary>If other writers win every time, the next attempt writes the change.</summary>
    /// <param name="delivery">Its state after the attempt.</param>
    public async Task Note(Subscription sentTo, Delivery delivery, DeliveryOutcome sent, CancellationToken cancellationToken)
    {
        var known = sentTo;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (After(known, delivery, sent) is not { } changed)
                return;

            if (await subscriptions.Update(changed with { Version = known.Version + 1 }, cancellationToken))
            {
                if (changed.Status == SubscriptionStatus.Disabled)
                    LogDisabled(changed.Name, changed.Id, changed.StatusReason ?? "no reason");
                else if (changed.WarnedAt is not null && known.WarnedAt is null)
                    LogFailing(changed.Name, changed.Id, changed.StatusReason ?? "no reason");

                await events.Publish(known, changed, sent.At, Actor.Relay, cancellationToken);
                return;
            }

            // The response of an old target says nothing about the new one.
            if (await subscriptions.Find(sentTo.Id, cancellationToken) is not { } current || current.Target != sentTo.Target)
                return;

            known = current;
        }
    }

    /// <returns>Null when there is nothing to write.</returns>
    private Subscription? After(Subscription subscription, Delivery delivery, DeliveryOutcome sent) => sent switch
    {
        _ when subscription.Status == SubscriptionStatus.Disabled => null,
        // A fault of the relay says nothing about the receiver.
        DeliveryOutcome.Failed { Kind: DeliveryError.Unexpected } => null,
        DeliveryOutcome.Gone { Explanation: { } explanation } => Disabled(subscription, sent, $"The receiver {explanation}."),
        DeliveryOutcome.Gone => Disabled(subscription, sent, "The receiver answered HTTP 410: it accepts no more alerts."),
        DeliveryOutcome.Failed { MovedTo: { } chat } when ChatPlatforms.Of(subscription) is { } platform =>
            subscription with { Target = platform.MovedTarget(subscription.Target, chat), UpdatedAt = sent.At },
        DeliveryOutcome.Delivered => subscription is { FailingSince: null, IsOnProbation: false } ? null : Recovered(subscription),
        _ when subscription is { IsOnProbation: true, FailingSince: { } since } && sent.At - since >= ProbationLimit =>
            Disabled(subscription, sent, $"It was resumed, and is not reached yet: {sent.Reason}."),
        _ when subscription.FailingSince is null => subscription with { FailingSince = sent.At },
        _ when subscription.FailingSince is { } since && delivery.Status == DeliveryStatus.Dead && sent.At - since >= options.Value.DisableAfter =>
            Disabled(subscription, sent, Failing(since, sent)),
        _ when subscription is { FailingSince: { } since, WarnedAt: null } && sent.At - since >= options.Value.DisableAfter * WarningShare =>
            subscription with { WarnedAt = sent.At, StatusReason = Warning(since, sent) },
        _ => null,
    };

    private string Warning(DateTimeOffset since, DeliveryOutcome sent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Failing(since, sent)} If this continues, it is disabled from {since + options.Value.DisableAfter:yyyy-MM-dd HH:mm} UTC on.");

    private static string Failing(DateTimeOffset since, DeliveryOutcome sent) => string.Create(
        CultureInfo.InvariantCulture, $"Every attempt since {since:yyyy-MM-dd HH:mm} UTC has failed; the last one: {sent.Reason}.");

    private static Subscription Recovered(Subscription subscription) => subscription with
    {
        FailingSince = null,
        WarnedAt = null,
        IsOnProbation = false,
        StatusReason = subscription.Status == SubscriptionStatus.Active ? null : subscription.StatusReason,
    };

    private static Subscription Disabled(Subscription subscription, DeliveryOutcome sent, string reason) => subscription with
    {
        Status = SubscriptionStatus.Disabled,
        StatusReason = reason,
        FailingSince = subscription.FailingSince ?? sent.At,
        IsOnProbation = false,
        UpdatedAt = sent.At,
    };

    [LoggerMessage(
        EventIds.SubscriptionDisabled, LogLevel.Warning,
        "Subscription \"{Name}\" ({Subscription}) is disabled: {Reason} No alerts are sent to it until you resume it.")]
    private partial void LogDisabled(string name, string subscription, string reason);

    [LoggerMessage(EventIds.SubscriptionFailing, LogLevel.Warning, "Subscription \"{Name}\" ({Subscription}) is failing: {Reason}")]
    private partial void LogFailing(string name, string subscription, string reason);
}
