using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage;

/// <summary>How records are written into a store: one form for every store, so that a document can be carried from one to another.</summary>
internal static class StoredForm
{
    private static readonly JsonSerializerOptions Options = Form();

    public static readonly JsonTypeInfo<Alert> Alert = Of<Alert>();

    public static readonly JsonTypeInfo<ChannelState> Channel = Of<ChannelState>();

    public static readonly JsonTypeInfo<NoticeState> Notice = Of<NoticeState>();

    public static readonly JsonTypeInfo<NoticeVersion> Version = Of<NoticeVersion>();

    public static readonly JsonTypeInfo<Subscription> Subscription = Of<Subscription>();

    public static readonly JsonTypeInfo<Filter> Filter = Of<Filter>();

    public static readonly JsonTypeInfo<SigningRing> Ring = Of<SigningRing>();

    public static readonly JsonTypeInfo<AuditEntry> Audit = Of<AuditEntry>();

    public static readonly JsonTypeInfo<IReadOnlyList<string>> Words = Of<IReadOnlyList<string>>();

    private static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Form()
    {
        var options = AlertJson.With(new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            RespectNullableAnnotations = true,
            TypeInfoResolver = StoreJson.Default.WithAddedModifier(JsonDefaults.Keep),
        });
        options.Converters.Add(new CamelCase<SubscriptionStatus>());
        options.Converters.Add(new CamelCase<DigestEvery>());
        options.Converters.Add(new CamelCase<OwnershipProof>());
        return options;
    }
}
