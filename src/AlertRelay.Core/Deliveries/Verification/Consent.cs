using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Verification;

/// <summary>The result of asking a target whether it wants messages.</summary>
internal abstract record Consent
{
    private Consent() { }

    /// <param name="Origin">The origin that it granted; null without a handshake.</param>
    /// <param name="RatePerMinute">Null for no limit.</param>
    public sealed record Given(OwnershipProof Proof, string? Origin = null, int? RatePerMinute = null) : Consent;

    /// <summary>An email was sent. Its reader consents by the link in it.</summary>
    public sealed record Asked(DateTimeOffset Until) : Consent;

    /// <param name="Reason">For the owner: the end of a sentence that begins with the target.</param>
    /// <param name="IsUnreachable">No other kind of verification would succeed either.</param>
    public sealed record Denied(string Reason, bool IsUnreachable = false) : Consent;
}
