using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Explanations;

/// <summary>Who got an alert, and what became of it: one page of the ledger.</summary>
/// <param name="More">The path of the next page; null at the end.</param>
public sealed record DeliveredToModel(IReadOnlyList<DeliveredRow> Rows, string? More);

/// <param name="Name">Empty for a subscription without a name, and for a deleted one.</param>
/// <param name="IsDeleted">The ledger outlives subscriptions.</param>
/// <param name="SupersededBy">The id of the newer alert; null for none.</param>
public sealed record DeliveredRow(
    string DeliveryId, string SubscriptionId, string Name, bool IsDeleted, DeliveryStatus Status, DateTimeOffset At, int Attempts, string? Reason,
    string? SupersededBy)
{
    internal static DeliveredRow Of(DeliveryResponse delivery) => new(
        delivery.Id, delivery.SubscriptionId, delivery.SubscriptionName ?? "", delivery.SubscriptionName is null, delivery.Status, delivery.UpdatedAt,
        delivery.AttemptCount, delivery.Reason, delivery.SupersededBy);
}

/// <summary>The form that asks about one subscription, and the answer.</summary>
/// <param name="Names">By id, for the first subscriptions of the list; others are named by their id.</param>
/// <param name="Chosen">An id; empty before the question.</param>
/// <param name="Problem">What is wrong with the question; null for nothing.</param>
/// <param name="Answer">Null before the question.</param>
/// <param name="Call">What the form asks of the API; null before the question.</param>
public sealed record WhyNotModel(IReadOnlyList<KeyValuePair<string, string>> Names, string Chosen, string? Problem, WhyNotAnswer? Answer, ApiCall? Call);

/// <param name="Text">A sentence or two.</param>
/// <param name="IsGood">It was delivered.</param>
/// <param name="DeliveryId">Null where the ledger has nothing.</param>
/// <param name="SupersededBy">The id of the newer alert; null for none.</param>
public sealed record WhyNotAnswer(string SubscriptionId, string Name, string Text, bool IsGood, string? DeliveryId, string? SupersededBy)
{
    internal static WhyNotAnswer Of(ExplanationResponse found) => new(
        found.SubscriptionId, found.SubscriptionName, found.Explanation, found.Rule is null, found.Delivery?.Id, found.Delivery?.SupersededBy);
}
