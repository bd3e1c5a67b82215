namespace AlertRelay.Deliveries.Verification;

/// <summary>What the link in a letter is good for.</summary>
internal enum VerificationInvitation
{
    /// <summary>Or a newer letter took its place, or somebody vouched for the address.</summary>
    Unknown,

    Expired,

    Open,

    /// <summary>By this very call.</summary>
    Accepted,

    /// <summary>By an earlier one.</summary>
    Used,
}
