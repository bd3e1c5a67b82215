using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;

namespace AlertRelay.Registration;

/// <summary>Writes changes into the audit log in the form of the API, so that the log hides the same secrets.</summary>
public sealed class ChangeAudit(AuditLog log)
{
    /// <param name="before">Null when it was made.</param>
    /// <param name="after">Null when it was deleted.</param>
    public Task Of(Subscription? before, Subscription? after, string action, Actor by) =>
        Write(by, action, (after ?? before)!.Tenant, (after ?? before)!.Id, ToJson(before), ToJson(after));

    /// <inheritdoc cref="Of(Subscription?, Subscription?, string, Actor)"/>
    public Task Of(ApiKey? before, ApiKey? after, string action, Actor by) =>
        Write(by, action, (after ?? before)!.Tenant, (after ?? before)!.Id, ToJson(before), ToJson(after));

    /// <inheritdoc cref="Of(Subscription?, Subscription?, string, Actor)"/>
    public Task Of(PortalLink? before, PortalLink? after, string action, Actor by) =>
        Write(by, action, (after ?? before)!.Tenant, (after ?? before)!.Id, ToJson(before), ToJson(after));

    /// <summary>Something with one of the ids was made within the lifetime of an Idempotency-Key, and may be deleted since.</summary>
    internal Task<bool> WasMade(string action, IEnumerable<string> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        log.Has(action, ids, now - IdempotencyKey.Lifetime - TimeSpan.FromDays(1), cancellationToken);

    internal Task Retried(AlertRelay.Deliveries.Delivery before, AlertRelay.Deliveries.Delivery after, Subscription of, Actor by) => Write(
        by, AuditAction.DeliveryRetried, of.Tenant, after.Id, ToJson(DeliveryResponse.Of(before), WebJson.Wire.DeliveryResponse), ToJson(
            DeliveryResponse.Of(after), WebJson.Wire.DeliveryResponse));

    /// <summary>Where nothing was to be sent again, nothing was changed.</summary>
    internal Task Recovered(RecoveryResponse answer, Subscription of, Actor by) => answer.DryRun || answer.Count == 0
        ? Task.CompletedTask
        : Write(by, AuditAction.SubscriptionRecovered, of.Tenant, of.Id, null, ToJson(answer, WebJson.Wire.RecoveryResponse));

    /// <summary>Without the answer of the receiver, which is not the relay's.</summary>
    internal Task Tested(TestResponse answer, Subscription of, Actor by) => Write(
        by, AuditAction.SubscriptionTested, of.Tenant, of.Id, null, new JsonObject { ["outcome"] = answer.Outcome, ["statusCode"] = answer.StatusCode });

    internal Task OfChannel(string channel, string action, JsonObject what, Actor by) => Write(by, action, null, channel, null, what);

    internal Task Examined(JsonObject what, Actor by) => Write(by, AuditAction.RelayExamined, null, "doctor", null, what);

    /// <param name="before">Names of the keys; null for the first.</param>
    public Task KeyOfRelay(string? before, string after, string action, Actor by) =>
        Write(by, action, null, after, before is null ? null : new JsonObject { ["key"] = before }, new JsonObject { ["key"] = after });

    private Task Write(Actor by, string action, string? tenant, string subject, JsonObject? before, JsonObject? after) =>
        log.Write(by, action, tenant, subject, before, after);

    private static JsonObject? ToJson(Subscription? subscription) =>
        subscription is null ? null : ToJson(SubscriptionResponse.Of(subscription), WebJson.Wire.SubscriptionResponse);

    private static JsonObject? ToJson(ApiKey? key) => key is null ? null : ToJson(KeyResponse.Of(key), WebJson.Wire.KeyResponse);

    private static JsonObject? ToJson(PortalLink? link) =>
        link is null ? null : ToJson(PortalLinkResponse.Of(link), WebJson.Wire.PortalLinkResponse);

    private static JsonObject? ToJson<T>(T answer, JsonTypeInfo<T> form) => JsonSerializer.SerializeToNode(answer, form)?.AsObject();
}
