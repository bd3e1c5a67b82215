using System.Text.Json.Nodes;
using AlertRelay.Subscriptions;

namespace AlertRelay.Auditing;

/// <summary>Who changed what, and when.</summary>
/// <param name="Id">"aud_" and 26 characters that sort by time.</param>
/// <param name="At">In whole milliseconds, as in the id.</param>
/// <param name="Tenant">The owner; null for the relay's own things, such as its signing keys.</param>
/// <param name="Action">What was done, such as "subscription.created".</param>
/// <param name="Subject">The id of the changed object.</param>
/// <param name="Old">
/// The changed members as the API shows them; null for a new object. Only these, because a filter may contain hundreds of
/// words and most changes touch one member.
/// </param>
/// <param name="New">The same members after the change; null for a deleted object.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string? Tenant, Actor Actor, string Action, string Subject, JsonObject? Old, JsonObject? New);

/// <param name="Key">Id of the API key, the portal link or the account; null for those without one.</param>
/// <param name="Name">Its name then.</param>
public sealed record Actor(string? Key, string Name)
{
    /// <summary>The relay itself, for example when it disables a subscription.</summary>
    public static readonly Actor Relay = new(null, "relay");

    public static readonly Actor CommandLine = new(null, "command line");

    /// <summary>A receiver that called the confirmation URL.</summary>
    public static readonly Actor Target = new(null, "target");
}

/// <summary>"aud_" and a <see cref="Ulid"/>: the order of ids is the order of time, so that an id is also a place in the log.</summary>
internal static class AuditId
{
    private const string Prefix = "aud_";

    /// <summary>Sorts after every id.</summary>
    public const string End = "aud_~";

    internal static string Of(UInt128 value) => Prefix + Ulid.Write(value);

    /// <summary>At most any id of that time or later, and above all earlier ones.</summary>
    public static string From(DateTimeOffset at) => at <= DateTimeOffset.UnixEpoch ? Prefix : Of(Ulid.Of(WholeMilliseconds(at), stackalloc byte[Ulid.Chance]));

    /// <param name="id">An id, or one of the bounds above.</param>
    public static DateTimeOffset TimeOf(string id) =>
        string.CompareOrdinal(id, From(DateTimeOffset.MaxValue)) >= 0 ? DateTimeOffset.MaxValue
        : IsOne(id) ? Ulid.TimeOf(Ulid.Read(id.AsSpan(Prefix.Length)))
        : DateTimeOffset.UnixEpoch;

    public static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) && Ulid.IsOne(text.AsSpan(Prefix.Length));

    // Rounded up, because an id of the same millisecond may be earlier.
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset at) =>
        at.UtcTicks % TimeSpan.TicksPerMillisecond == 0 || at > DateTimeOffset.MaxValue.AddMilliseconds(-1) ? at : at.AddMilliseconds(1);
}

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

    /// <summary>Its target was asked again to opt in, and has not yet.</summary>
    public const string SubscriptionAsked = "subscription.asked";

    /// <summary>A test alert was sent.</summary>
    public const string SubscriptionTested = "subscription.tested";

    /// <summary>By the relay: its receiver unsubscribed, or failed for days.</summary>
    public const string SubscriptionDisabled = "subscription.disabled";

    /// <summary>By the relay: its chat has a new id, which is as secret as the old one.</summary>
    public const string SubscriptionMoved = "subscription.moved";

    public const string SecretRotated = "subscription.secret-rotated";

    /// <summary>Missed alerts are sent again.</summary>
    public const string SubscriptionRecovered = "subscription.recovered";

    public const string DeliveryRetried = "delivery.retried";

    /// <summary>A poll was asked for.</summary>
    public const string ChannelPollRequested = "channel.poll-requested";

    /// <summary>It was read once from another address.</summary>
    public const string ChannelTried = "channel.tried";

    /// <summary>All channels were fetched once, to see which of them fail.</summary>
    public const string RelayExamined = "relay.examined";

    public const string KeyCreated = "key.created";
    public const string KeyRotated = "key.rotated";
    public const string KeyRevoked = "key.revoked";
    public const string PortalLinkCreated = "portal-link.created";
    public const string PortalLinkOpened = "portal-link.opened";
    public const string PortalLinkRevoked = "portal-link.revoked";
    public const string SigningKeyRotated = "signing-key.rotated";
    public const string EncryptionKeyRotated = "sealing-key.rotated";

    public static readonly IReadOnlyList<string> All =
    [
        SubscriptionCreated, SubscriptionUpdated, SubscriptionDeleted, SubscriptionPaused, SubscriptionResumed, SubscriptionVerified, SubscriptionAsked,
        SubscriptionTested, SubscriptionDisabled, SubscriptionMoved, SecretRotated, SubscriptionRecovered, DeliveryRetried, KeyCreated, KeyRotated, KeyRevoked,
        ChannelPollRequested, ChannelTried, RelayExamined, PortalLinkCreated, PortalLinkOpened, PortalLinkRevoked, SigningKeyRotated, EncryptionKeyRotated,
    ];

    /// <summary>Entries about keys contain no secrets, and are also written by programs without the encryption key.</summary>
    public static bool IsOfKeys(string action) => action is KeyCreated or KeyRotated or KeyRevoked or PortalLinkCreated or PortalLinkOpened
        or PortalLinkRevoked or SigningKeyRotated or EncryptionKeyRotated;
}
