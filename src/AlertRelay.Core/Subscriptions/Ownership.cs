using System.Text.Json.Serialization;

namespace AlertRelay.Subscriptions;

/// <summary>The state of a target's verification.</summary>
public sealed record Ownership
{
    public const string VerificationNotRequested = "The target has not been asked yet whether it wants alerts; POST …/verify asks it.";

    /// <summary>The maximum number of verification requests to a target per hour.</summary>
    public const int MaxAttempts = 5;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public DateTimeOffset? ProvedAt { get; init; }

    public OwnershipProof? Proof { get; init; }

    /// <summary>The name under which the target permitted the relay to send. Each delivery contains it.</summary>
    public string? Origin { get; init; }

    /// <summary>Posts a minute that the target permits; null for any number.</summary>
    public int? RatePerMinute { get; init; }

    /// <summary>SHA-256, in lower-case hex, of the token with which the target may still opt in.</summary>
    public string? CallbackHash { get; init; }

    public DateTimeOffset? CallbackUntil { get; init; }

    /// <summary>SHA-256 of the token that confirmed an email, so that a second visit shows that it is done.</summary>
    public string? UsedHash { get; init; }

    /// <summary>The last attempt, and those within an hour before it.</summary>
    [JsonPropertyName("tries")]
    public IReadOnlyList<DateTimeOffset> RecentAttempts { get; init; } = [];

    /// <summary>The outcome of the last attempt, if it failed.</summary>
    [JsonPropertyName("said")]
    public string? LastResponse { get; init; }

    /// <summary>It has been neither asked to opt in nor marked as verified since it was registered or changed, and has not unsubscribed.</summary>
    public bool NeedsVerification => ProvedAt is null && CallbackHash is null && LastResponse is null;

    /// <returns>When it may be asked again; null if now.</returns>
    public DateTimeOffset? WaitsUntil(DateTimeOffset now) =>
        Recent(now) is { Count: >= MaxAttempts } recent ? recent[^MaxAttempts] + Hour : null;

    public Ownership WithAttempt(DateTimeOffset now, string callbackHash, DateTimeOffset callbackUntil) =>
        this with { RecentAttempts = [.. Recent(now), now], CallbackHash = callbackHash, CallbackUntil = callbackUntil };

    private List<DateTimeOffset> Recent(DateTimeOffset now) => [.. RecentAttempts.Where(at => now - at < Hour)];
}

/// <summary>How a target opted in.</summary>
public enum OwnershipProof
{
    /// <summary>It permitted it in its response to OPTIONS (CloudEvents, "HTTP 1.1 Web Hooks for Event Delivery", section 4).</summary>
    Handshake,

    /// <summary>Somebody called the confirmation URL in OPTIONS.</summary>
    Callback,

    /// <summary>It returned the token of the challenge.</summary>
    Challenge,

    /// <summary>A chat accepted a test post.</summary>
    TestPost,

    /// <summary>Its reader confirmed by the link in an email.</summary>
    [JsonStringEnumMemberName("letter")]
    Email,

    /// <summary>An operator marked it as verified.</summary>
    Override,
}
