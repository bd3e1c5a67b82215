using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Delivery;
using AlertRelay.Subscriptions;

namespace AlertRelay.Web;

/// <param name="Target">Shortened for chats, whose URL is a password.</param>
/// <param name="Version">Also the ETag, for If-Match.</param>
/// <param name="Secret">In the answer that makes it, never again.</param>
public sealed record SubscriptionAnswer(
    string Id,
    string Tenant,
    string Name,
    string Target,
    string Format,
    Filter Filter,
    SubscriptionStatus Status,
    string? StatusReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? FailingSince,
    int Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null)
{
    public static SubscriptionAnswer Of(Subscription subscription, string? secret = null) => new(
        subscription.Id, subscription.Tenant, subscription.Name, ShownTarget.Of(subscription), subscription.Format, subscription.Filter,
        subscription.Status, subscription.StatusReason, subscription.CreatedAt, subscription.UpdatedAt, subscription.FailingSince,
        subscription.Version, secret);
}

/// <param name="Cursor">For the next page; null at the end.</param>
public sealed record SubscriptionList(IReadOnlyList<SubscriptionAnswer> Subscriptions, string? Cursor);

/// <param name="PreviousSecretsUntil">Until then both the old and the new secret sign.</param>
public sealed record RotatedSecret(string Secret, DateTimeOffset PreviousSecretsUntil, SubscriptionAnswer Subscription);

/// <param name="Attempts">In the order they were made; left out of lists.</param>
public sealed record DeliveryAnswer(
    string Id,
    string AlertId,
    string SubscriptionId,
    DeliveryStatus Status,
    int AttemptCount,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAttemptAt,
    string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<AttemptAnswer>? Attempts = null)
{
    public static DeliveryAnswer Of(Delivery.Delivery delivery, IReadOnlyList<Attempt>? attempts = null) => new(
        delivery.Id, delivery.AlertId, delivery.SubscriptionId, delivery.Status, delivery.Attempts, delivery.UpdatedAt, delivery.NextAttemptAt,
        delivery.Reason, attempts is null ? null : [.. attempts.Select(AttemptAnswer.Of)]);
}

public sealed record AttemptAnswer(int Number, DateTimeOffset At, long TookMilliseconds, int? StatusCode, string? Error, string? ResponseStart, string? TraceId)
{
    public static AttemptAnswer Of(Attempt attempt) =>
        new(attempt.Number, attempt.At, (long)attempt.Took.TotalMilliseconds, attempt.StatusCode, attempt.Error, attempt.ResponseStart, attempt.TraceId);
}

public sealed record DeliveryList(IReadOnlyList<DeliveryAnswer> Deliveries, string? Cursor);

/// <param name="Examined">How many alerts of the history were compared.</param>
/// <param name="Complete">False when the history is longer than one request looks through: count is of the newest part.</param>
/// <param name="Examples">The newest ones that match.</param>
public sealed record FilterTestAnswer(int Count, int Examined, bool Complete, IReadOnlyList<AlertSummary> Examples);

/// <param name="ByChannel">How many of each channel that has any.</param>
/// <param name="Complete">False when the history is longer than one request looks through: all the rest is of the newest part.</param>
/// <param name="Alerts">The first ones, oldest first.</param>
public sealed record BackTestAnswer(
    int Count, IReadOnlyDictionary<string, int> ByChannel, int Examined, bool Complete, IReadOnlyList<AlertSummary> Alerts);

public sealed record AlertSummary(string Id, string Channel, ChangeKind Change, Severity Severity, string Headline, DateTimeOffset DetectedAt)
{
    public static AlertSummary Of(Alert alert) => new(alert.Id, alert.Channel, alert.Change, alert.Level.Severity, alert.Headline, alert.DetectedAt);
}

/// <param name="Key">In the answer that makes it, never again.</param>
public sealed record KeyAnswer(
    string Id,
    string Name,
    string Tenant,
    Role Role,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public static KeyAnswer Of(ApiKey key, string? inClear = null) =>
        new(key.Id, key.Name, key.Tenant, key.Role, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, inClear);
}

public sealed record KeyList(IReadOnlyList<KeyAnswer> Keys);
