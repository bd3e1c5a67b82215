using System.Text.Json.Serialization;
using AlertRelay.Alerts;

namespace AlertRelay.Subscriptions;

/// <summary>Who wants which alerts, where and in which form.</summary>
public sealed record Subscription
{
    public static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>"sub_" and 26 characters that sort by time of creation.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant whose keys may see and change it.</summary>
    public required string Tenant { get; init; }

    public string Name { get; init; } = "";

    /// <summary>A secret for chats: never logged, shown shortened.</summary>
    public required Uri Target { get; init; }

    /// <summary>"webhook", or a chat's format.</summary>
    public string Format { get; init; } = "webhook";

    public Filter Filter { get; init; } = Filter.Everything;

    public NotificationSettings Noise { get; init; } = NotificationSettings.None;

    public NoiseSetters NoiseSetters { get; init; } = NoiseSetters.None;

    /// <summary>Sent along to a plain webhook. The values are secrets: never logged, shown as "***".</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    public SubscriptionStatus Status { get; init; } = SubscriptionStatus.Active;

    /// <summary>Why it is not active, for its owner.</summary>
    public string? StatusReason { get; init; }

    /// <summary>All unexpired ones sign. The first is the newest.</summary>
    public IReadOnlyList<SigningSecret> Secrets { get; init; } = [];

    /// <summary>Null for subscriptions from before verification was required.</summary>
    public Ownership? Ownership { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Since when every attempt has failed; null while the last one succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>It is in the list of those that are sent alerts which do not arrive.</summary>
    [JsonIgnore]
    public bool IsFailing => Status == SubscriptionStatus.Active && FailingSince is not null;

    /// <summary>A hash of the request that created it under an Idempotency-Key; null without one.</summary>
    public string? RequestHash { get; init; }

    /// <summary>Counts changes; a change made from an older version is refused.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When its owner was warned that it will be disabled if it keeps failing; null if not warned.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    /// <summary>
    /// It was resumed after it had been disabled, and no delivery has succeeded since. It is sent one message a minute, and disabled again if it
    /// fails for some minutes.
    /// </summary>
    [JsonPropertyName("onTrial")]
    public bool IsOnProbation { get; init; }

    /// <summary>The filter's choice; of events of subscriptions only those of the tenant's other ones.</summary>
    public bool Wants(Alert alert) => Filter.Matches(alert) && MayGet(alert);

    /// <summary>False for an event of the subscription itself, and of another tenant's.</summary>
    public bool MayGet(Alert alert) => alert.Subscription is not { } other || (other.Tenant == Tenant && other.Id != Id);

    public bool IsProved => Ownership is null or { ProvedAt: not null };

    /// <summary>A new target must be verified again. The attempts of the last hour still count.</summary>
    public Subscription MovedTo(Uri target) => target == Target ? this : this with
    {
        Target = target,
        Ownership = new Ownership { RecentAttempts = Ownership?.RecentAttempts ?? [] },
        Status = Status == SubscriptionStatus.Active ? SubscriptionStatus.Unverified : Status,
        FailingSince = null,
        WarnedAt = null,
        IsOnProbation = false,
    };

    public Subscription Resumed() => this with
    {
        IsOnProbation = Status == SubscriptionStatus.Disabled,
        WarnedAt = null,
        Status = IsProved ? SubscriptionStatus.Active : SubscriptionStatus.Unverified,
        StatusReason = IsProved ? null : Ownership?.LastResponse ?? Ownership.VerificationNotRequested,
        FailingSince = null,
    };

    public Subscription Proved(Ownership ownership) => this with
    {
        Ownership = ownership with { CallbackHash = null, CallbackUntil = null, LastResponse = null },
        Status = Status == SubscriptionStatus.Unverified ? SubscriptionStatus.Active : Status,
        StatusReason = Status == SubscriptionStatus.Unverified ? null : StatusReason,
    };

    /// <summary>By its receiver, which withdraws its consent.</summary>
    public Subscription Unsubscribed(string reason) => this with
    {
        Ownership = new Ownership
        {
            RecentAttempts = Ownership?.RecentAttempts ?? [],
            LastResponse = "The receiver unsubscribed; POST …/verify asks it again.",
        },
        Status = SubscriptionStatus.Disabled,
        StatusReason = reason,
        FailingSince = null,
    };

    /// <param name="response">The outcome of the verification, for the owner.</param>
    public Subscription Unproved(string response) => this with
    {
        Ownership = (Ownership ?? new Ownership()) with { LastResponse = response },
        StatusReason = Status == SubscriptionStatus.Unverified ? response : StatusReason,
    };
}

public enum SubscriptionStatus
{
    Active,

    /// <summary>By its owner. The missed alerts can be recovered.</summary>
    Paused,

    /// <summary>By the relay: the receiver responded 410, unsubscribed, or failed for days.</summary>
    Disabled,

    /// <summary>The target has not opted in yet. It is sent nothing but the verification request.</summary>
    Unverified,
}

/// <param name="Value">"whsec_" and 24 to 64 bytes in base64 (Standard Webhooks, "Signature scheme").</param>
/// <param name="ExpiresAt">Null for the current one.</param>
public sealed record SigningSecret(string Value, DateTimeOffset? ExpiresAt = null);
