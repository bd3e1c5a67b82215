using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Auditing;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Every body that the API reads or writes. What it does not know or finds twice, it refuses.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SubscriptionBody))]
[JsonSerializable(typeof(SubscriptionPatch))]
[JsonSerializable(typeof(SubscriptionDraft))]
[JsonSerializable(typeof(VerifyBody))]
[JsonSerializable(typeof(FilterTestBody))]
[JsonSerializable(typeof(BackTestBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(KeyRotationBody))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(SubscriptionAnswer))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(TestOutcome))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(AlertPage))]
[JsonSerializable(typeof(FilterTestAnswer))]
[JsonSerializable(typeof(BackTestAnswer))]
[JsonSerializable(typeof(RecoveryAnswer))]
[JsonSerializable(typeof(ChannelAnswer))]
[JsonSerializable(typeof(ChannelList))]
[JsonSerializable(typeof(NoticeList))]
[JsonSerializable(typeof(NoticeAnswer))]
[JsonSerializable(typeof(PastNotice))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(RotatedKey))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(JsonWebKeySet))]
[JsonSerializable(typeof(Confirmed))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(Problem))]
public sealed partial class WebJson : JsonSerializerContext
{
    public static readonly WebJson Wire = new(With(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    public static JsonSerializerOptions With(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        // Numbers in quotes are texts here.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new CamelCase<SubscriptionStatus>());
        options.Converters.Add(new CamelCase<DeliveryStatus>());
        options.Converters.Add(new CamelCase<DigestEvery>());
        options.Converters.Add(new CamelCase<OwnershipProof>());
        options.Converters.Add(new CamelCase<Role>());
        options.Converters.Add(new CamelCase<Membership>());
        options.Converters.Add(new CamelCase<ChannelProof>());
        options.Converters.Add(new CamelCase<HealthStatus>());
        return AlertJson.With(options);
    }
}
