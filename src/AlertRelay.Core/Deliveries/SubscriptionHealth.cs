using System.Globalization;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries;

/// <summary>
/// Notes on subscriptions since when they fail, lets them follow a chat to its new id, and disables those that said 410 or the like, or failed
/// for days, after it has warned their owner. Writes on changes only. A quiet subscription may have failed once weeks ago: only when a delivery was given
/// up as well, with all its
/// attempts over days, is it disabled. One that was disabled before and resumed is on trial: five minutes of failure are enough.
/// </summary>
public sealed partial class SubscriptionHealth(
    ISubscriptionStore subscriptions, SubscriptionEventPublisher news, IOptions<DeliveryOptions> options, ILogger<SubscriptionHealth> logger)
{
    private const int Tries = 5;

    private static readonly TimeSpan LongestTrial = TimeSpan.FromMinutes(5);

    /// <summary>The owner is warned when half of the time is over after which a subscription is disabled.</summary>
    private const double WarnedAfter = 0.5;

    /// <summary>Lost to other writers every time, it leaves the note to the next attempt.</summary>
    /// <param name="delivery">As it stands after the attempt.</param>
    public async Task Note(Subscription sentTo, Delivery delivery, SendResult sent, CancellationToken cancellationToken)
    {
        var known = sentTo;
        for (var round = 0; round < Tries; round++)
        {
            if (After(known, delivery, sent) is not { } changed)
                return;

            if (await subscriptions.Update(changed with { Version = known.Version + 1 }, cancellationToken))
            {
                if (changed.Status == SubscriptionStatus.Disabled)
                    LogDisabled(changed.Id, changed.StatusReason);
                else if (changed.WarnedAt is not null && known.WarnedAt is null)
                    LogFailing(changed.Id, changed.StatusReason);

                await news.Tell(known, changed, sent.At, Actor.Relay, cancellationToken);
                return;
            }

            // The answer of an address that the owner has left says nothing about the new one.
            if (await subscriptions.Find(sentTo.Id, cancellationToken) is not { } fresh || fresh.Target != sentTo.Target)
                return;

            known = fresh;
        }
    }

    /// <returns>Null when there is nothing to write.</returns>
    private Subscription? After(Subscription subscription, Delivery delivery, SendResult sent) => sent.Outcome switch
    {
        _ when subscription.Status == SubscriptionStatus.Disabled => null,
        DeliveryOutcome.Gone { Explanation: { } because } => Disabled(subscription, sent, $"The receiver {because}."),
        DeliveryOutcome.Gone => Disabled(subscription, sent, "The receiver answered HTTP 410: it wants nothing more."),
        DeliveryOutcome.Failed { MovedTo: { } chat } when ChatPlatforms.Of(subscription) is { } platform =>
            subscription with { Target = platform.MovedTarget(subscription.Target, chat), UpdatedAt = sent.At },
        DeliveryOutcome.Delivered => subscription is { FailingSince: null, IsOnProbation: false } ? null : Well(subscription),
        _ when subscription is { IsOnProbation: true, FailingSince: { } since } && sent.At - since >= LongestTrial =>
            Disabled(subscription, sent, $"It was resumed, and is not reached yet: {sent.Outcome.Reason}."),
        _ when subscription.FailingSince is null => subscription with { FailingSince = sent.At },
        _ when subscription.FailingSince is { } since && delivery.Status == DeliveryStatus.Dead && sent.At - since >= options.Value.DisableAfter =>
            Disabled(subscription, sent, Failing(since, sent)),
        _ when subscription is { FailingSince: { } since, WarnedAt: null } && sent.At - since >= options.Value.DisableAfter * WarnedAfter =>
            subscription with { WarnedAt = sent.At, StatusReason = Warning(since, sent) },
        _ => null,
    };

    private string Warning(DateTimeOffset since, SendResult sent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Failing(since, sent)} If that goes on it is disabled from {since + options.Value.DisableAfter:yyyy-MM-dd HH:mm} UTC on.");

    private static string Failing(DateTimeOffset since, SendResult sent) => string.Create(
        CultureInfo.InvariantCulture, $"Every attempt since {since:yyyy-MM-dd HH:mm} UTC has failed; the last one: {sent.Outcome.Reason}.");

    private static Subscription Well(Subscription subscription) => subscription with
    {
        FailingSince = null,
        WarnedAt = null,
        IsOnProbation = false,
        StatusReason = subscription.Status == SubscriptionStatus.Active ? null : subscription.StatusReason,
    };

    private static Subscription Disabled(Subscription subscription, SendResult sent, string reason) => subscription with
    {
        Status = SubscriptionStatus.Disabled,
        StatusReason = reason,
        FailingSince = subscription.FailingSince ?? sent.At,
        IsOnProbation = false,
        UpdatedAt = sent.At,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Subscription {Subscription} is disabled: {Reason}")]
    private partial void LogDisabled(string subscription, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Subscription {Subscription} is failing: {Reason}")]
    private partial void LogFailing(string subscription, string? reason);
}
