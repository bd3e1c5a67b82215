using AlertRelay.Alerts;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>What became of an alert for one subscription.</summary>
/// <param name="Rule">The first rule that said no, or that makes it wait; null if it was delivered.</param>
/// <param name="Explanation">The same in a sentence or two.</param>
/// <param name="Filter">The first member of the filter, as it is now, that does not let the alert through; null for other rules.</param>
/// <param name="Since">Since when the subscription is, or was, in the state that the rule names; null if that is not known.</param>
/// <param name="Until">Until when it waits, or the silence lasts.</param>
/// <param name="ChangedAt">The subscription was changed then, after the alert: its settings may have been others. Null if it was not.</param>
/// <param name="Delivery">What the ledger has recorded; null for nothing.</param>
internal sealed record ExplanationResponse(
    string AlertId,
    string SubscriptionId,
    string SubscriptionName,
    DeliveryRule? Rule,
    string Explanation,
    FilterMismatch? Filter,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    DateTimeOffset? ChangedAt,
    DeliveryResponse? Delivery)
{
    public static ExplanationResponse Of(Alert alert, Subscription subscription, DeliveryExplanation found)
    {
        var isChanged = subscription.UpdatedAt > alert.DetectedAt && subscription.UpdatedAt > subscription.CreatedAt;
        DateTimeOffset? changed = isChanged ? subscription.UpdatedAt : null;
        var mismatch = found.Member is { } member ? FilterMismatch.Of(subscription.Filter, alert, member) : null;
        return new(
            alert.Id, subscription.Id, subscription.Name, found.Rule, ExplanationText.Of(found, mismatch, alert, changed), mismatch, found.Since, found.Until,
            changed, found.Delivery is { } delivery ? DeliveryResponse.Of(delivery) : null);
    }
}

/// <param name="Wanted">What the member lets through.</param>
/// <param name="Actual">What the alert has in its place; empty for keywords, which it does not contain.</param>
internal sealed record FilterMismatch(FilterMember Member, IReadOnlyList<string> Wanted, IReadOnlyList<string> Actual)
{
    public static FilterMismatch Of(Filter filter, Alert alert, FilterMember member) => member switch
    {
        FilterMember.Kinds => new(member, Words(filter.Kinds), [EnumNames<EventKind>.Of(alert.Kind)]),
        FilterMember.Channels => new(member, filter.Channels, [alert.Channel]),
        FilterMember.Categories => new(member, Words(filter.Categories), [EnumNames<Category>.Of(alert.Category)]),
        FilterMember.Countries => new(member, filter.Countries, [.. alert.Areas.Select(area => area.Code)]),
        FilterMember.MinimumSeverity => new(member, Words<Severity>([filter.MinimumSeverity!.Value]), [EnumNames<Severity>.Of(alert.Level.Severity)]),
        FilterMember.Changes => new(member, Words(filter.Changes), [EnumNames<ChangeKind>.Of(alert.Change)]),
        FilterMember.Languages => new(member, filter.Languages, [.. alert.Translations.Select(translation => translation.Language).Prepend(alert.Language)]),
        FilterMember.Keywords => new(member, filter.Keywords, []),
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "A member without its values."),
    };

    private static IReadOnlyList<string> Words<T>(IReadOnlyList<T> values)
        where T : struct, Enum =>
        [.. values.Select(EnumNames<T>.Of)];
}
