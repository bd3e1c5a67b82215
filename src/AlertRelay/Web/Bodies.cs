namespace AlertRelay.Web;

/// <summary>What may be sent to make a subscription. All texts: their words are read, and complained about, one by one.</summary>
/// <param name="Tenant">For admin keys; otherwise the key's own.</param>
/// <param name="Format">"webhook" when unset.</param>
/// <param name="Secret">An own one; unset, the relay makes one.</param>
/// <param name="Verified">For admin keys: true vouches for the target, which is then not asked.</param>
/// <param name="Headers">Sent along to a plain webhook.</param>
/// <param name="AllowDuplicate">True: make it though there is one with the same target and filter.</param>
public sealed record SubscriptionBody(
    string? Name = null,
    string? Target = null,
    string? Format = null,
    FilterBody? Filter = null,
    NoiseBody? Noise = null,
    string? Secret = null,
    string? Tenant = null,
    bool? Verified = null,
    IReadOnlyDictionary<string, string?>? Headers = null,
    bool? AllowDuplicate = null);

/// <summary>The members of a subscription that PATCH may change.</summary>
/// <param name="Headers">"***" keeps a value, while the target stays at its host.</param>
public sealed record SubscriptionPatch(
    string? Name = null, string? Target = null, string? Format = null, FilterBody? Filter = null, NoiseBody? Noise = null,
    IReadOnlyDictionary<string, string?>? Headers = null);

/// <param name="Verified">For admin keys: true vouches for the target, which is then not asked.</param>
public sealed record VerifyBody(bool? Verified = null);

/// <inheritdoc cref="Subscriptions.Filter"/>
/// <param name="Kinds">"alert", "health"; unset: alerts, and health too where an admin makes a subscription of its own.</param>
public sealed record FilterBody(
    IReadOnlyList<string?>? Kinds = null,
    IReadOnlyList<string?>? Channels = null,
    IReadOnlyList<string?>? Categories = null,
    IReadOnlyList<string?>? Countries = null,
    string? MinimumSeverity = null,
    IReadOnlyList<string?>? Changes = null,
    IReadOnlyList<string?>? Languages = null,
    IReadOnlyList<string?>? Keywords = null);

/// <param name="Since">Alerts detected before it are not looked at.</param>
public sealed record FilterTestBody(FilterBody? Filter = null, DateTimeOffset? Since = null);

/// <param name="From">Alerts detected before it are not looked at.</param>
/// <param name="To">Alerts detected then or later are not looked at.</param>
public sealed record BackTestBody(FilterBody? Filter = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <param name="Role">"subscriber" when unset.</param>
/// <param name="ExpiresAt">Never when unset.</param>
public sealed record KeyBody(string? Name = null, string? Role = null, string? Tenant = null, DateTimeOffset? ExpiresAt = null);

/// <param name="OverlapSeconds">So long the old key opens what the new one opens; a day when unset.</param>
public sealed record KeyRotationBody(int? OverlapSeconds = null);
