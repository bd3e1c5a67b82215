using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Verification;

/// <summary>What came of asking a target whether it wants to be called.</summary>
internal abstract record Consent
{
    private Consent() { }

    /// <param name="Origin">As whom it permitted the relay; null where it was not asked that way.</param>
    /// <param name="RatePerMinute">Null for any number.</param>
    public sealed record Given(OwnershipProof Proof, string? Origin = null, int? RatePerMinute = null) : Consent;

    /// <summary>A letter was sent; its reader may consent by the link in it.</summary>
    public sealed record Asked(DateTimeOffset Until) : Consent;

    /// <param name="Reason">For the owner: ends a sentence that begins with the target.</param>
    /// <param name="IsUnreachable">No other way of asking would fare better.</param>
    public sealed record Denied(string Reason, bool IsUnreachable = false) : Consent;
}
