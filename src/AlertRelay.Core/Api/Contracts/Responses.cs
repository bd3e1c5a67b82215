using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <param name="Target">Shortened for chats, whose URL is a password.</param>
/// <param name="Headers">Their names; the values are secrets.</param>
/// <param name="OnTrial">It was disabled and resumed, and no delivery has succeeded since. It is sent one message a minute.</param>
/// <param name="Version">Also the ETag, for If-Match.</param>
/// <param name="Secret">Only in the response that creates it.</param>
/// <param name="LastSequence">The "webhook-sequence" of the last alert. Left out of lists, and of chats.</param>
internal sealed record SubscriptionResponse(
    string Id,
    string Tenant,
    string Name,
    string Target,
    string Format,
    Filter Filter,
    NotificationSettings Noise,
    IReadOnlyDictionary<string, string> Headers,
    SubscriptionStatus Status,
    string? StatusReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? FailingSince,
    bool OnTrial,
    int Version,
    VerificationResponse? Verification,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? LastSequence = null)
{
    public static SubscriptionResponse Of(Subscription subscription, string? secret = null) => new(
        subscription.Id, subscription.Tenant, subscription.Name, RedactedTarget.Of(subscription), subscription.Format, subscription.Filter, subscription.Noise,
        subscription.Headers.ToDictionary(header => header.Key, _ => HeaderReader.Hidden),
        subscription.Status, subscription.StatusReason, subscription.CreatedAt, subscription.UpdatedAt, subscription.FailingSince, subscription.IsOnProbation,
        subscription.Version, VerificationResponse.Of(subscription.Ownership), secret);
}

/// <summary>How the target opted in; null for subscriptions from before that was required.</summary>
/// <param name="At">Null while it has not.</param>
/// <param name="RatePerMinute">What the target permits; null for any number.</param>
/// <param name="CallbackUntil">How long the target can still opt in by the confirmation URL.</param>
internal sealed record VerificationResponse(DateTimeOffset? At, OwnershipProof? By, int? RatePerMinute, DateTimeOffset? CallbackUntil)
{
    public static VerificationResponse? Of(Ownership? ownership) =>
        ownership is null ? null : new(ownership.ProvedAt, ownership.Proof, ownership.RatePerMinute, ownership.CallbackUntil);
}

/// <param name="Cursor">For the next page; null at the end.</param>
internal sealed record SubscriptionList(IReadOnlyList<SubscriptionResponse> Subscriptions, string? Cursor);

/// <param name="PreviousSecretsUntil">Until then both the old and the new secret sign.</param>
internal sealed record RotatedSecretResponse(string Secret, DateTimeOffset PreviousSecretsUntil, SubscriptionResponse Subscription);

/// <param name="Sequence">The alert's number in the subscription's own count; null before the first attempt, and for chats.</param>
/// <param name="SupersededBy">The newer alert of the same notice because of which it was not sent; null unless there is one.</param>
/// <param name="Attempts">In the order they were made; left out of lists.</param>
/// <param name="SubscriptionName">In lists across subscriptions, unless the subscription was deleted.</param>
/// <param name="Tenant">Whose subscription it is; where the name is.</param>
/// <param name="Headline">Of its alert; in the lists of a subscription and of what was not delivered, while the history has the alert.</param>
internal sealed record DeliveryResponse(
    string Id,
    string AlertId,
    string SubscriptionId,
    DeliveryStatus Status,
    int AttemptCount,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAttemptAt,
    string? Reason,
    long? Sequence,
    string? SupersededBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<AttemptResponse>? Attempts = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SubscriptionName = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tenant = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Headline = null)
{
    public static DeliveryResponse Of(AlertRelay.Deliveries.Delivery delivery, IReadOnlyList<Attempt>? attempts = null) => new(
        delivery.Id, delivery.AlertId, delivery.SubscriptionId, delivery.Status, delivery.Attempts, delivery.UpdatedAt, delivery.NextAttemptAt,
        delivery.Reason, delivery.Sequence, delivery.SupersededBy, attempts is null ? null : [.. attempts.Select(AttemptResponse.Of)]);
}

/// <param name="Timings">Null if not measured: for email, and for old attempts.</param>
internal sealed record AttemptResponse(
    int Number, DateTimeOffset At, long TookMilliseconds, int? StatusCode, string? Error, string? ResponseStart, string? TraceId, TimingsResponse? Timings)
{
    public static AttemptResponse Of(Attempt attempt) =>
        new(attempt.Number, attempt.At, (long)attempt.Took.TotalMilliseconds, attempt.StatusCode, attempt.Error, attempt.ResponseStart, attempt.TraceId,
            TimingsResponse.Of(attempt.Timings));
}

/// <summary>In milliseconds, to the tenth; null for a step that was not needed, for example with an open connection.</summary>
/// <param name="FirstByte">From the beginning of the attempt to the answer's headers.</param>
internal sealed record TimingsResponse(double? Dns, double? Connect, double? Tls, double? FirstByte)
{
    public static TimingsResponse? Of(SendTimings? timings) =>
        timings is null ? null : new(Tenths(timings.Dns), Tenths(timings.Connect), Tenths(timings.Tls), Tenths(timings.FirstByte));

    private static double? Tenths(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 1) : null;
}

internal sealed record DeliveryList(IReadOnlyList<DeliveryResponse> Deliveries, string? Cursor);

/// <param name="Examined">How many alerts of the history were compared.</param>
/// <param name="Complete">False if the history is longer than one request reads. Count is then of the newest part.</param>
/// <param name="Examples">The newest ones that match.</param>
internal sealed record FilterTestResponse(int Count, int Examined, bool Complete, IReadOnlyList<AlertSummary> Examples);

/// <param name="ByChannel">The number of alerts per channel.</param>
/// <param name="Complete">False if the history is longer than one request reads. Everything else is then of the newest part.</param>
/// <param name="Alerts">The first ones, oldest first.</param>
internal sealed record BackTestResponse(
    int Count, IReadOnlyDictionary<string, int> ByChannel, int Examined, bool Complete, IReadOnlyList<AlertSummary> Alerts);

internal sealed record AlertSummary(string Id, string Channel, ChangeKind Change, Severity Severity, string Headline, DateTimeOffset DetectedAt)
{
    public static AlertSummary Of(Alert alert) => new(alert.Id, alert.Channel, alert.Change, alert.Level.Severity, alert.Headline, alert.DetectedAt);
}

/// <param name="ReplacedBy">Id of the key that a rotation put into its place.</param>
/// <param name="Key">Only in the response that creates it.</param>
internal sealed record KeyResponse(
    string Id,
    string Name,
    string Tenant,
    Role Role,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    string? ReplacedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public static KeyResponse Of(ApiKey key, string? inClear = null) =>
        new(key.Id, key.Name, key.Tenant, key.Role, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.ReplacedBy, inClear);
}

/// <param name="PreviousKeyUntil">Until then the old key is valid too.</param>
internal sealed record RotatedKeyResponse(KeyResponse Key, DateTimeOffset PreviousKeyUntil);

/// <param name="ReadOnly">Who opens it changes nothing.</param>
/// <param name="CreatedBy">The name of who made it.</param>
/// <param name="ExpiresAt">It must be opened before.</param>
/// <param name="OpenedAt">It opens nothing more since.</param>
/// <param name="SessionUntil">When the session that it opened ends.</param>
/// <param name="Url">Only in the response that creates it.</param>
internal sealed record PortalLinkResponse(
    string Id,
    string Tenant,
    bool ReadOnly,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? SessionUntil,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null)
{
    public static PortalLinkResponse Of(PortalLink link, string? url = null) => new(
        link.Id, link.Tenant, link.Role == Role.Reader, link.CreatedBy, link.CreatedAt, link.ExpiresAt, link.OpenedAt, link.SessionUntil, url);
}

internal sealed record PortalLinkList(IReadOnlyList<PortalLinkResponse> PortalLinks, string? Cursor);

/// <summary>A set of public keys (RFC 7517, section 5).</summary>
internal sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey> Keys);

/// <summary>A public key of Ed25519 (RFC 8037, section 2).</summary>
/// <param name="X">The key, base64url.</param>
/// <param name="Iat">Since when it signs, in Unix seconds.</param>
/// <param name="Exp">When it stopped signing. Older signatures can still be verified.</param>
internal sealed record JsonWebKey(
    string Kid, string X, long Iat, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Exp, string Kty = "OKP", string Crv =
        "Ed25519", string Alg = "EdDSA", string Use = "sig")
{
    public static JsonWebKey Of(SigningKey key) => new(key.Id, key.PublicKey, key.CreatedAt.ToUnixTimeSeconds(), key.SignsUntil?.ToUnixTimeSeconds());
}

internal sealed record KeyList(IReadOnlyList<KeyResponse> Keys);

/// <param name="Count">Deliveries that are sent again, or would be: the dead, the untried and the superseded.</param>
/// <param name="Dead">Of these, those that were dead-lettered.</param>
/// <param name="Untried">Of these, those that were never tried.</param>
/// <param name="Superseded">Of these, those that were not sent because of a newer alert of the same notice. They are marked as such.</param>
/// <param name="Complete">False: there is more; call again.</param>
internal sealed record RecoveryResponse(bool DryRun, int Count, int Dead, int Untried, int Superseded, bool Complete)
{
    public static RecoveryResponse Of(RecoveryCount recovered, bool dryRun) =>
        new(dryRun, recovered.Dead + recovered.Untried + recovered.Superseded, recovered.Dead, recovered.Untried, recovered.Superseded, recovered.Complete);
}

/// <summary>The outcome of a test alert.</summary>
/// <param name="Outcome">"delivered": the receiver has it. "acceptedForLater": its platform accepted it and does not report what follows. "failed".</param>
/// <param name="Message">The same in a sentence, with what to do next.</param>
/// <param name="Delivered">True if the receiver or its platform accepted it.</param>
/// <param name="Accepted">The same as delivered.</param>
/// <param name="Error">Why it failed, in one word, such as "timeout". Null if it did not.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Timings">Null if not measured, as for email.</param>
internal sealed record TestResponse(
    string Outcome, string Message, bool Delivered, bool Accepted, int? StatusCode, string? Error, string? Reason, long TookMilliseconds, string? ResponseStart,
    TimingsResponse? Timings)
{
    public static TestResponse Of(DeliveryOutcome sent)
    {
        var isTaken = sent is DeliveryOutcome.Delivered;
        var (outcome, message) = sent switch
        {
            DeliveryOutcome.Delivered { IsOnlyAccepted: true } =>
                ("acceptedForLater", "The platform took the test alert and posts it later. Look whether it arrived: the platform does not say."),
            DeliveryOutcome.Delivered => ("delivered", "The receiver has the test alert."),
            _ => ("failed", $"The receiver does not have the test alert: {sent.Reason}."),
        };
        return new TestResponse(
            outcome, message, isTaken, isTaken, sent.StatusCode, sent.Error, sent.Reason, (long)sent.Took.TotalMilliseconds,
            sent.ResponseStart, TimingsResponse.Of(sent.Timings));
    }
}
