namespace AlertRelay.Auditing;

/// <summary>The names of actions. They never change, because people search exports for them.</summary>
public static class AuditAction
{
    public const string SubscriptionCreated = "subscription.created";
    public const string SubscriptionUpdated = "subscription.updated";
    public const string SubscriptionDeleted = "subscription.deleted";
    public const string SubscriptionPaused = "subscription.paused";
    public const string SubscriptionResumed = "subscription.resumed";

    /// <summary>Its target opted in, or an operator marked it as verified.</summary>
    public const string SubscriptionVerified = "subscription.verified";

    /// <summary>By the relay: its receiver unsubscribed, or failed for days.</summary>
    public const string SubscriptionDisabled = "subscription.disabled";

    /// <summary>By the relay: its chat has a new id, which is as secret as the old one.</summary>
    public const string SubscriptionMoved = "subscription.moved";

    public const string SecretRotated = "subscription.secret-rotated";

    /// <summary>Missed alerts are sent again.</summary>
    public const string SubscriptionRecovered = "subscription.recovered";

    public const string DeliveryRetried = "delivery.retried";
    public const string KeyCreated = "key.created";
    public const string KeyRotated = "key.rotated";
    public const string KeyRevoked = "key.revoked";
    public const string SigningKeyRotated = "signing-key.rotated";
    public const string EncryptionKeyRotated = "sealing-key.rotated";

    public static readonly IReadOnlyList<string> All =
    [
        SubscriptionCreated, SubscriptionUpdated, SubscriptionDeleted, SubscriptionPaused, SubscriptionResumed, SubscriptionVerified, SubscriptionDisabled,
        SubscriptionMoved, SecretRotated, SubscriptionRecovered, DeliveryRetried, KeyCreated, KeyRotated, KeyRevoked, SigningKeyRotated, EncryptionKeyRotated,
    ];

    /// <summary>Entries about keys contain no secrets, and are also written by programs without the encryption key.</summary>
    public static bool IsOfKeys(string action) => action is KeyCreated or KeyRotated or KeyRevoked or SigningKeyRotated or EncryptionKeyRotated;
}
