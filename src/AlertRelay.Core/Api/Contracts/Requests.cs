using System.ComponentModel.DataAnnotations;
using AlertRelay.Alerts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Api.OpenApi;
using AlertRelay.Keys;

namespace AlertRelay.Api.Contracts;

/// <summary>The body that creates a subscription. All members are strings, so that each can be validated separately.</summary>
/// <param name="Name">One line.</param>
/// <param name="Target">The URL that receives the alerts: of a webhook or a chat, or mailto:.</param>
/// <param name="Tenant">For admin keys; otherwise the key's own.</param>
/// <param name="Format">Known by the URL of a chat; else "webhook" when unset.</param>
/// <param name="Secret">An own one, "whsec_" and 24 to 64 bytes in base64; unset, the relay makes one. Chats have none.</param>
/// <param name="Verified">For admin keys: true marks the target as verified, which is then not asked to opt in.</param>
/// <param name="Headers">Sent along to a plain webhook.</param>
/// <param name="AllowDuplicate">True: create it although one with the same target and filter exists.</param>
/// <param name="Snapshot">True: send the present levels that match the filter as soon as the subscription is active, then changes only.</param>
[RequestBody]
internal sealed record SubscriptionRequest(
    [property: MaxLength(SubscriptionReader.MaxNameLength)] string? Name = null,
    [property: Required] string? Target = null,
    [property: FormatName] string? Format = null,
    FilterRequest? Filter = null,
    NotificationRequest? Noise = null,
    string? Secret = null,
    [property: RegularExpression(TenantName.Pattern)] string? Tenant = null,
    bool? Verified = null,
    IReadOnlyDictionary<string, string?>? Headers = null,
    bool? AllowDuplicate = null,
    bool? Snapshot = null);

/// <summary>The members of a subscription that PATCH may change; null removes a member.</summary>
/// <param name="Headers">"***" keeps a value, while the target stays at its host.</param>
internal sealed record SubscriptionPatch(
    string? Name = null, string? Target = null, string? Format = null, FilterRequest? Filter = null, NotificationRequest? Noise = null,
    IReadOnlyDictionary<string, string?>? Headers = null);

/// <param name="Verified">For admin keys: true marks the target as verified, which is then not asked to opt in.</param>
[RequestBody]
internal sealed record VerifyRequest(bool? Verified = null);

/// <inheritdoc cref="Subscriptions.Filter"/>
/// <param name="Channels">Ids of the catalogue.</param>
/// <param name="Countries">ISO 3166 codes of two letters; an alert for a part matches its country too.</param>
/// <param name="MinimumSeverity">Alerts with an unknown level match too.</param>
/// <param name="Languages">Two or three letters of BCP 47, without a region.</param>
/// <param name="Keywords">Any of them, anywhere in title, headline or text, without regard to case.</param>
/// <param name="Kinds">Unset: alerts, and where an admin makes a subscription of its own all but heartbeats.</param>
[RequestBody]
internal sealed record FilterRequest(
    [property: OneOf<EventKind>(nameof(EventKind.Snapshot)), MaxLength(FilterReader.MaxListLength)] IReadOnlyList<string?>? Kinds = null,
    [property: MaxLength(FilterReader.MaxListLength)] IReadOnlyList<string?>? Channels = null,
    [property: OneOf<Category>, MaxLength(FilterReader.MaxListLength)] IReadOnlyList<string?>? Categories = null,
    [property: Each(Pattern = FilterReader.CountryPattern), MaxLength(FilterReader.MaxListLength)] IReadOnlyList<string?>? Countries = null,
    [property: OneOf<Severity>(nameof(Severity.Unknown))] string? MinimumSeverity = null,
    [property: OneOf<ChangeKind>, MaxLength(FilterReader.MaxListLength)] IReadOnlyList<string?>? Changes = null,
    [property: Each(Pattern = FilterReader.LanguagePattern), MaxLength(FilterReader.MaxListLength)] IReadOnlyList<string?>? Languages = null,
    [property: Each(MaxLength = FilterReader.MaxKeywordLength), MaxLength(FilterReader.MaxListLength)] IReadOnlyList<string?>? Keywords = null);

/// <param name="Since">Only alerts detected at or after this time.</param>
[RequestBody]
internal sealed record FilterTestRequest(FilterRequest? Filter = null, DateTimeOffset? Since = null);

/// <param name="From">Only alerts detected at or after this time.</param>
/// <param name="To">Only alerts detected before this time.</param>
[RequestBody]
internal sealed record BackTestRequest(FilterRequest? Filter = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <param name="Url">The address to read the channel from once.</param>
[RequestBody]
internal sealed record TryRequest([property: Required] string? Url = null);

/// <param name="Name">One line that says who uses the key.</param>
/// <param name="Tenant">Whose subscriptions it may see and change; "default" when unset.</param>
/// <param name="Role">"subscriber" when unset.</param>
/// <param name="ExpiresAt">Never when unset.</param>
[RequestBody]
internal sealed record KeyRequest(
    [property: Required, MinLength(1), MaxLength(KeyEndpoints.MaxNameLength)] string? Name = null,
    [property: OneOf<Role>] string? Role = null,
    [property: RegularExpression(TenantName.Pattern)] string? Tenant = null,
    DateTimeOffset? ExpiresAt = null);

/// <param name="OverlapSeconds">How long the old key stays valid; a day if unset.</param>
[RequestBody]
internal sealed record KeyRotationRequest(int? OverlapSeconds = null);

/// <param name="Tenant">Whose pages it opens; for admin keys, otherwise the key's own.</param>
/// <param name="ExpiresIn">How long it may be opened, from 5m to 7d; "1h" when unset.</param>
/// <param name="ReadOnly">True: who opens it sees everything of the tenant and changes nothing.</param>
[RequestBody]
internal sealed record PortalLinkRequest(
    [property: RegularExpression(TenantName.Pattern)] string? Tenant = null, string? ExpiresIn = null, bool? ReadOnly = null);

/// <param name="Live">True: fetch each enabled channel once.</param>
[RequestBody]
internal sealed record DoctorRequest(bool? Live = null);
