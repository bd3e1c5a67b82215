using System.Text.Json.Serialization;

namespace AlertRelay.Subscriptions;

/// <summary>How far a target has come in showing that it wants what it would be sent.</summary>
public sealed record Ownership
{
    public const string VerificationNotRequested = "The target has not been asked yet whether it wants alerts; POST …/verify asks it.";

    /// <summary>A target is asked so often within an hour, and then left alone.</summary>
    public const int MaxAttempts = 5;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public DateTimeOffset? ProvedAt { get; init; }

    public OwnershipProof? Proof { get; init; }

    /// <summary>The name under which the target permitted the relay to send; it comes with each delivery.</summary>
    public string? Origin { get; init; }

    /// <summary>Posts a minute that the target permits; null for any number.</summary>
    public int? RatePerMinute { get; init; }

    /// <summary>SHA-256, in lower-case hex, of the token with which the target may still consent.</summary>
    public string? CallbackHash { get; init; }

    public DateTimeOffset? CallbackUntil { get; init; }

    /// <summary>SHA-256 of the token by which a letter's reader consented: who comes again learns that it is done.</summary>
    public string? UsedHash { get; init; }

    /// <summary>Those of the last hour before the last one.</summary>
    [JsonPropertyName("tries")]
    public IReadOnlyList<DateTimeOffset> RecentAttempts { get; init; } = [];

    /// <summary>What came of the last try, when it proved nothing.</summary>
    [JsonPropertyName("said")]
    public string? LastResponse { get; init; }

    /// <summary>Since it was registered or changed it was neither asked nor vouched for, and has not unsubscribed.</summary>
    public bool NeedsVerification => ProvedAt is null && CallbackHash is null && LastResponse is null;

    /// <returns>When it may be asked again; null: now.</returns>
    public DateTimeOffset? WaitsUntil(DateTimeOffset now) =>
        Recent(now) is { Count: >= MaxAttempts } recent ? recent[^MaxAttempts] + Hour : null;

    public Ownership WithAttempt(DateTimeOffset now, string callbackHash, DateTimeOffset callbackUntil) =>
        this with { RecentAttempts = [.. Recent(now), now], CallbackHash = callbackHash, CallbackUntil = callbackUntil };

    private List<DateTimeOffset> Recent(DateTimeOffset now) => [.. RecentAttempts.Where(at => now - at < Hour)];
}

/// <summary>By what a target showed that it wants to be called.</summary>
public enum OwnershipProof
{
    /// <summary>It permitted it in answer to OPTIONS (CloudEvents, "HTTP 1.1 Web Hooks for Event Delivery", section 4).</summary>
    Handshake,

    /// <summary>It, or whoever reads its log, called the address that OPTIONS named.</summary>
    Callback,

    /// <summary>It gave the token of the challenge back.</summary>
    Challenge,

    /// <summary>A chat took a test post.</summary>
    TestPost,

    /// <summary>Its reader confirmed, by the link in a letter.</summary>
    [JsonStringEnumMemberName("letter")]
    Email,

    /// <summary>An operator vouched for it.</summary>
    Override,
}
