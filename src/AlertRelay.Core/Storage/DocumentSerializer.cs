using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage;

/// <summary>The stored form of records, the same in every store, so that documents can be moved between stores.</summary>
internal static class DocumentSerializer
{
    private static readonly JsonSerializerOptions Options = Form();

    // Created on first use, because the metadata of a record takes some milliseconds and a start needs only one or two.
    public static JsonTypeInfo<Alert> Alert => field ??= Of<Alert>();

    public static JsonTypeInfo<ChannelState> Channel => field ??= Of<ChannelState>();

    public static JsonTypeInfo<NoticeState> Notice => field ??= Of<NoticeState>();

    public static JsonTypeInfo<NoticeVersion> Version => field ??= Of<NoticeVersion>();

    public static JsonTypeInfo<LevelPeriod> Levels => field ??= Of<LevelPeriod>();

    public static JsonTypeInfo<Subscription> Subscription => field ??= Of<Subscription>();

    public static JsonTypeInfo<Filter> Filter => field ??= Of<Filter>();

    public static JsonTypeInfo<SigningRing> Ring => field ??= Of<SigningRing>();

    public static JsonTypeInfo<AuditEntry> Audit => field ??= Of<AuditEntry>();

    public static JsonTypeInfo<IReadOnlyList<string>> Words => field ??= Of<IReadOnlyList<string>>();

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

/// <summary>The stored form of audit log entries.</summary>
internal static class AuditSerializer
{
    public static object Write(Keyring keys, AuditEntry entry) =>
        AuditAction.IsOfKeys(entry.Action)
            ? StoredDocument.Write(entry, DocumentSerializer.Audit)
            : EncryptedDocument.Write(keys, entry, DocumentSerializer.Audit, Name(entry.Id));

    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public static AuditEntry Read(Keyring keys, object stored, string id) => EncryptedDocument.Read(keys, stored, DocumentSerializer.Audit, Name(id));

    public static bool IsOfOlderKey(Keyring keys, object stored) =>
        stored is byte[] bytes && Keyring.IsEncrypted(bytes) && !EncryptedDocument.IsCurrent(keys, bytes);

    public static string Name(string id) => $"audit entry {id}";
}
