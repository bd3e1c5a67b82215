namespace AlertRelay.Deliveries.Verification;

/// <summary>The state of the link in a confirmation email.</summary>
internal enum VerificationInvitation
{
    /// <summary>Unknown, or replaced by a newer email, or no longer needed because an operator marked the address as verified.</summary>
    Unknown,

    Expired,

    Open,

    /// <summary>Accepted by this call.</summary>
    Accepted,

    /// <summary>Accepted by an earlier call.</summary>
    Used,
}
