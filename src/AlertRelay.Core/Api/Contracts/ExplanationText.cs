using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Explanations in sentences.</summary>
internal static class ExplanationText
{
    // A filter may have hundreds of words.
    private const int MaxWords = 10;

    /// <param name="changed">When the subscription was changed after the alert; null if it was not.</param>
    public static string Of(DeliveryExplanation found, FilterMismatch? mismatch, Alert alert, DateTimeOffset? changed)
    {
        var text = Of(found, mismatch, alert);
        return changed is { } at && DependsOnSettings(found) ? $"{text} That is as its settings are now; it was changed at {Time(at)}, after the alert." : text;
    }

    private static bool DependsOnSettings(DeliveryExplanation found) =>
        found.Delivery is null && found.Rule is DeliveryRule.Filter or DeliveryRule.Silence or DeliveryRule.GroupFor or DeliveryRule.Digest
            or DeliveryRule.QuietHours;

    private static string Of(DeliveryExplanation found, FilterMismatch? mismatch, Alert alert) => found.Rule switch
    {
        null => $"It was delivered at {Time(found.Delivery!.UpdatedAt)}, {Attempts(found.Delivery)}.",
        DeliveryRule.Snapshot => "Not sent: this is a present level, sent only to a new subscription that asked for a snapshot.",
        DeliveryRule.Created => $"Not sent: the subscription was created at {Time(found.Since!.Value)}, after the alert ({Time(alert.DetectedAt)}).",
        DeliveryRule.Paused or DeliveryRule.Disabled or DeliveryRule.Unverified => Inactive(found),
        DeliveryRule.Forgotten => $"Not known: the ledger goes back to {Time(found.Since!.Value)}, and the alert is older.",
        DeliveryRule.Filter => mismatch is null ? $"Not sent: {found.Reason}." : $"Not sent: {Mismatch(mismatch)}",
        DeliveryRule.OwnEvent => "Not sent: an event of a subscription goes only to the other subscriptions of its tenant.",
        DeliveryRule.RepeatAfter => $"Not sent because of repeatAfter: an earlier alert of the same notice was {found.Reason}.",
        DeliveryRule.Silence when found.Delivery is not null => $"Not sent: {found.Reason}.",
        DeliveryRule.Silence => $"It will not be sent: silenced until {Time(found.Until!.Value)}: {found.Reason}.",
        DeliveryRule.GroupFor => $"It waits until {Time(found.Until!.Value)}, because the subscription groups alerts (groupFor).",
        DeliveryRule.Digest => $"It waits for the subscription's next digest, at {Time(found.Until!.Value)}.",
        DeliveryRule.QuietHours => $"It waits until {Time(found.Until!.Value)}, when the subscription's quiet hours end.",
        DeliveryRule.Superseded => $"Not sent: {found.Reason}. That is {found.Delivery!.SupersededBy}.",
        DeliveryRule.Dead => $"Not delivered, and dead-lettered at {Time(found.Delivery!.UpdatedAt)}, {Attempts(found.Delivery)}: {found.Reason}.",
        DeliveryRule.Retrying or DeliveryRule.Turn when found.Delivery is { IsRequested: true } asked =>
            $"Somebody asked for it to be sent again.{Since(asked)} It is sent from {Time(found.Until!.Value)} on.",
        DeliveryRule.Retrying => $"Not delivered yet, {Attempts(found.Delivery!)}: {found.Reason}. It is sent again at {Time(found.Until!.Value)}.",
        DeliveryRule.Turn => Waiting(found),
        DeliveryRule.UnderWay => "It is being sent right now; look again in a minute.",
        DeliveryRule.Changed =>
            $"Nothing is recorded. The subscription was changed at {Time(found.Since!.Value)}, after the alert, and may not have let it through before. "
            + "It does now: POST …/recover sends it.",
        DeliveryRule.Interrupted =>
            "Nothing is recorded, although no rule says no: sending is late, or was interrupted. If it does not come, POST …/recover sends it.",
        _ => throw new ArgumentOutOfRangeException(nameof(found), found.Rule, "A rule without a sentence."),
    };

    private static string Inactive(DeliveryExplanation found)
    {
        var status = found.Rule switch { DeliveryRule.Paused => "paused", DeliveryRule.Disabled => "disabled", _ => "unverified" };
        var since = found.Since is { } at ? $" since {Time(at)}" : "";
        var reason = found.Reason is { } text ? $" ({text.TrimEnd('.')})" : "";
        return found.Delivery is null
            ? $"Not sent: the subscription was {status} then{since}{reason}."
            : $"It waits: the subscription is {status}{since}{reason}.";
    }

    private static string Mismatch(FilterMismatch mismatch) => mismatch.Member switch
    {
        FilterMember.Kinds => $"the filter's kinds are {List(mismatch.Wanted)}; the alert's is {List(mismatch.Actual)}.",
        FilterMember.Channels => $"the filter's channels are {List(mismatch.Wanted)}; the alert is from {List(mismatch.Actual)}.",
        FilterMember.Categories => $"the filter's categories are {List(mismatch.Wanted)}; the alert's is {List(mismatch.Actual)}.",
        FilterMember.Countries when mismatch.Actual.Count == 0 => $"the filter's countries are {List(mismatch.Wanted)}; the alert names none.",
        FilterMember.Countries => $"the filter's countries are {List(mismatch.Wanted)}; the alert is about {List(mismatch.Actual)}.",
        FilterMember.MinimumSeverity => $"the filter's minimumSeverity is {List(mismatch.Wanted)}; the alert's severity is {List(mismatch.Actual)}.",
        FilterMember.Changes => $"the filter's changes are {List(mismatch.Wanted)}; the alert's is {List(mismatch.Actual)}.",
        FilterMember.Languages => $"the filter's languages are {List(mismatch.Wanted)}; the alert is in {List(mismatch.Actual)}.",
        _ => $"the alert contains none of the filter's keywords: {List(mismatch.Wanted)}.",
    };

    /// <summary>What happened since somebody asked for it.</summary>
    private static string Since(Delivery asked) =>
        asked.Reason is not { } reason ? "" : asked.Attempts > 0 ? $" The last attempt failed: {reason}." : $" It {reason}.";

    private static string Waiting(DeliveryExplanation found)
    {
        var until = found.Until is { } at ? $" It is sent from {Time(at)} on." : "";
        return found.Reason is { } reason ? $"It {reason}.{until}" : $"It waits for its turn.{until}";
    }

    private static string Attempts(Delivery delivery) => delivery.Attempts switch
    {
        0 => "without an attempt",
        1 => "with one attempt",
        var many => string.Create(CultureInfo.InvariantCulture, $"after {many} attempts"),
    };

    private static string List(IReadOnlyList<string> words) => words.Count <= MaxWords
        ? string.Join(", ", words)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", words.Take(MaxWords))} and {words.Count - MaxWords} more");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
