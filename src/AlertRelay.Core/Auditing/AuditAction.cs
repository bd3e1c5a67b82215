namespace AlertRelay.Auditing;

/// <summary>The words for what was done. They are stable: exports are searched for them.</summary>
public static class AuditAction
{
    public const string SubscriptionCreated = "subscription.created";
    public const string SubscriptionUpdated = "subscription.updated";
    public const string SubscriptionDeleted = "subscription.deleted";
    public const string SubscriptionPaused = "subscription.paused";
    public const string SubscriptionResumed = "subscription.resumed";

    /// <summary>Its target showed that it wants alerts, or an operator vouched for it.</summary>
    public const string SubscriptionVerified = "subscription.verified";

    /// <summary>By the relay: its receiver wants nothing more, or failed for days.</summary>
    public const string SubscriptionDisabled = "subscription.disabled";

    /// <summary>By the relay: its chat goes on under another id, which is as secret as the old one.</summary>
    public const string SubscriptionMoved = "subscription.moved";

    public const string SecretRotated = "subscription.secret-rotated";

    /// <summary>What it missed is sent again.</summary>
    public const string SubscriptionRecovered = "subscription.recovered";

    public const string DeliveryRetried = "delivery.retried";
    public const string KeyCreated = "key.created";
    public const string KeyRotated = "key.rotated";
    public const string KeyRevoked = "key.revoked";
    public const string SigningKeyRotated = "signing-key.rotated";
    public const string SealingKeyRotated = "sealing-key.rotated";

    public static readonly IReadOnlyList<string> All =
    [
        SubscriptionCreated, SubscriptionUpdated, SubscriptionDeleted, SubscriptionPaused, SubscriptionResumed, SubscriptionVerified, SubscriptionDisabled,
        SubscriptionMoved, SecretRotated, SubscriptionRecovered, DeliveryRetried, KeyCreated, KeyRotated, KeyRevoked, SigningKeyRotated, SealingKeyRotated,
    ];

    /// <summary>Entries about keys hold nothing that a thief of the store must not read, and are written where the sealing keys need not be.</summary>
    public static bool IsOfKeys(string action) => action is KeyCreated or KeyRotated or KeyRevoked or SigningKeyRotated or SealingKeyRotated;
}
