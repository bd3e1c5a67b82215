using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Delivery.Platforms;
using AlertRelay.Subscriptions;
using AlertRelay.Subscriptions.Audit;
using Microsoft.Extensions.Options;

namespace AlertRelay.Delivery;

/// <summary>
/// Notes on subscriptions since when they fail, lets them follow a chat to its new id, and disables those that said 410 or the like, or failed
/// for days. Writes on changes only. A quiet subscription may have failed once weeks ago: only when a delivery was given up as well, with all its attempts over days, is it disabled.
/// </summary>
public sealed partial class SubscriptionHealth(ISubscriptionStore subscriptions, AuditLog audit, IOptions<DeliveryOptions> options, ILogger<SubscriptionHealth> logger)
{
    private const int Tries = 5;

    /// <summary>Lost to other writers every time, it leaves the note to the next attempt.</summary>
    /// <param name="delivery">As it stands after the attempt.</param>
    public async Task Note(Subscription sentTo, Delivery delivery, SendResult sent, CancellationToken cancellation)
    {
        var known = sentTo;
        for (var round = 0; round < Tries; round++)
        {
            if (After(known, delivery, sent) is not { } changed)
                return;

            if (await subscriptions.Update(changed with { Version = known.Version + 1 }, cancellation))
            {
                await Tell(known, changed);
                return;
            }

            // The answer of an address that the owner has left says nothing about the new one.
            if (await subscriptions.Find(sentTo.Id, cancellation) is not { } fresh || fresh.Target != sentTo.Target)
                return;

            known = fresh;
        }
    }

    private async Task Tell(Subscription before, Subscription changed)
    {
        if (changed.Target != before.Target)
            await audit.Write(Actor.Relay, AuditAction.SubscriptionMoved, changed.Tenant, changed.Id);

        if (changed.Status != SubscriptionStatus.Disabled)
            return;

        LogDisabled(changed.Id, changed.StatusReason);
        await audit.Write(Actor.Relay, AuditAction.SubscriptionDisabled, changed.Tenant, changed.Id, Shown(before), Shown(changed));
    }

    // As the API shows it.
    private static JsonObject Shown(Subscription subscription) => new()
    {
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(subscription.Status.ToString()),
        ["statusReason"] = subscription.StatusReason,
        ["failingSince"] = subscription.FailingSince,
    };

    /// <returns>Null when there is nothing to write.</returns>
    private Subscription? After(Subscription subscription, Delivery delivery, SendResult sent) => sent.Outcome switch
    {
        _ when subscription.Status == SubscriptionStatus.Disabled => null,
        DeliveryOutcome.Gone { Because: { } because } => Disabled(subscription, sent, $"The receiver {because}."),
        DeliveryOutcome.Gone => Disabled(subscription, sent, "The receiver answered HTTP 410: it wants nothing more."),
        DeliveryOutcome.Failed { MovedTo: { } chat } when KnownPlatforms.Of(subscription) is { } platform =>
            subscription with { Target = platform.Moved(subscription.Target, chat), UpdatedAt = sent.At },
        DeliveryOutcome.Delivered => subscription.FailingSince is null ? null : subscription with { FailingSince = null },
        _ when subscription.FailingSince is null => subscription with { FailingSince = sent.At },
        _ when subscription.FailingSince is { } since && delivery.Status == DeliveryStatus.Dead && sent.At - since >= options.Value.DisableAfter =>
            Disabled(subscription, sent, $"Every attempt since {since:yyyy-MM-dd HH:mm} UTC has failed; the last one: {sent.Outcome.Reason}."),
        _ => null,
    };

    private static Subscription Disabled(Subscription subscription, SendResult sent, string reason) => subscription with
    {
        Status = SubscriptionStatus.Disabled,
        StatusReason = reason,
        FailingSince = subscription.FailingSince ?? sent.At,
        UpdatedAt = sent.At,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Subscription {Subscription} is disabled: {Reason}")]
    private partial void LogDisabled(string subscription, string? reason);
}
