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

/// <summary>The bodies that the API reads and writes. It rejects unknown and duplicate members.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SubscriptionPatch))]
[JsonSerializable(typeof(SubscriptionDraft))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(FilterTestRequest))]
[JsonSerializable(typeof(BackTestRequest))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(KeyRotationRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(SubscriptionResponse))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(RotatedSecretResponse))]
[JsonSerializable(typeof(TestResponse))]
[JsonSerializable(typeof(DeliveryResponse))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(AlertPage))]
[JsonSerializable(typeof(FilterTestResponse))]
[JsonSerializable(typeof(BackTestResponse))]
[JsonSerializable(typeof(RecoveryResponse))]
[JsonSerializable(typeof(ChannelResponse))]
[JsonSerializable(typeof(ChannelList))]
[JsonSerializable(typeof(NoticeList))]
[JsonSerializable(typeof(NoticeResponse))]
[JsonSerializable(typeof(NoticeVersionResponse))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(RotatedKeyResponse))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditListResponse))]
[JsonSerializable(typeof(JsonWebKeySet))]
[JsonSerializable(typeof(ConfirmationResponse))]
[JsonSerializable(typeof(ReadinessResponse))]
[JsonSerializable(typeof(LivenessResponse))]
[JsonSerializable(typeof(RootDocument))]
[JsonSerializable(typeof(OrderedDictionary<string, string>))]
internal sealed partial class WebJson : JsonSerializerContext
{
    public static readonly WebJson Wire = new(With(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    public static JsonSerializerOptions With(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        // Numbers in quotes are texts here.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new WireUri());
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
