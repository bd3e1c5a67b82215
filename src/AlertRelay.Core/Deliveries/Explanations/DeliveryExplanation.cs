using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Explanations;

/// <summary>What keeps an alert from a subscription, in the order in which the relay looks.</summary>
public enum DeliveryRule
{
    /// <summary>A level that was there before, sent to one new subscription only.</summary>
    Snapshot,

    /// <summary>The subscription was created after the alert.</summary>
    Created,
    Paused,
    Disabled,
    Unverified,

    /// <summary>The ledger no longer reaches back that far.</summary>
    Forgotten,
    Filter,

    /// <summary>An event of the subscription itself, or of another tenant's.</summary>
    OwnEvent,
    RepeatAfter,
    Silence,
    GroupFor,
    Digest,
    QuietHours,

    /// <summary>A newer alert of the same notice was sent instead.</summary>
    Superseded,

    /// <summary>Dead-lettered.</summary>
    Dead,

    /// <summary>An attempt failed, and another one is planned.</summary>
    Retrying,

    /// <summary>It waits for its turn: rate limits, or a receiver that was overloaded.</summary>
    Turn,

    /// <summary>The alert is being sent right now.</summary>
    UnderWay,

    /// <summary>Nothing is recorded. The settings let it through now, and the subscription was changed after the alert.</summary>
    Changed,

    /// <summary>No rule says no, and nothing is recorded: sending is late, or was interrupted.</summary>
    Interrupted,
}

/// <summary>What became of an alert for one subscription.</summary>
/// <param name="Rule">The first that says no, or that makes it wait; null if it was delivered.</param>
/// <param name="Delivery">Null where the ledger has none.</param>
internal sealed record DeliveryExplanation(DeliveryRule? Rule, Delivery? Delivery = null)
{
    /// <summary>For <see cref="DeliveryRule.Filter"/>, as the filter is now.</summary>
    public FilterMember? Member { get; init; }

    /// <summary>Null if it is not known, and where the rule has no beginning.</summary>
    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Of a silence, a failure, or the status; as its owner or the ledger says.</summary>
    public string? Reason { get; init; }
}
