using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Auditing;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Diagnostics;
using AlertRelay.Keys;
using AlertRelay.Polling;
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
[JsonSerializable(typeof(PortalLinkRequest))]
[JsonSerializable(typeof(DoctorRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(SubscriptionResponse))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(RotatedSecretResponse))]
[JsonSerializable(typeof(TestResponse))]
[JsonSerializable(typeof(DeliveryResponse))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(ExplanationResponse))]
[JsonSerializable(typeof(QuietList))]
[JsonSerializable(typeof(QuietResponse))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(AlertPage))]
[JsonSerializable(typeof(RevisionList))]
[JsonSerializable(typeof(FilterTestResponse))]
[JsonSerializable(typeof(BackTestResponse))]
[JsonSerializable(typeof(RecoveryResponse))]
[JsonSerializable(typeof(ChannelResponse))]
[JsonSerializable(typeof(ChannelList))]
[JsonSerializable(typeof(PollNowResponse))]
[JsonSerializable(typeof(TryRequest))]
[JsonSerializable(typeof(TryResponse))]
[JsonSerializable(typeof(OverviewResponse))]
[JsonSerializable(typeof(NoticeList))]
[JsonSerializable(typeof(NoticeResponse))]
[JsonSerializable(typeof(NoticeVersionResponse))]
[JsonSerializable(typeof(CountryList))]
[JsonSerializable(typeof(CountryResponse))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(RotatedKeyResponse))]
[JsonSerializable(typeof(PortalLinkResponse))]
[JsonSerializable(typeof(PortalLinkList))]
[JsonSerializable(typeof(SettingList))]
[JsonSerializable(typeof(DoctorResponse))]
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
        options.Converters.Add(new CamelCase<DeliveryRule>());
        options.Converters.Add(new CamelCase<FilterMember>());
        options.Converters.Add(new CamelCase<DigestEvery>());
        options.Converters.Add(new CamelCase<OwnershipProof>());
        options.Converters.Add(new CamelCase<Role>());
        options.Converters.Add(new CamelCase<CheckStatus>());
        options.Converters.Add(new CamelCase<Membership>());
        options.Converters.Add(new CamelCase<Knowledge>());
        options.Converters.Add(new CamelCase<ChannelProof>());
        options.Converters.Add(new CamelCase<HealthStatus>());
        options.Converters.Add(new CamelCase<PollMark>());
        return AlertJson.With(options);
    }
}

/// <summary>The names of an enum in JSON. Reading ignores case.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> ByWord =
        Enum.GetValues<T>().ToFrozenDictionary(Of, StringComparer.OrdinalIgnoreCase);

    public static T? Find(string word) => ByWord.TryGetValue(word, out var value) ? value : null;

    public static T? Read(string word, string field, ValidationErrors errors, params IEnumerable<T> except)
    {
        if (Find(word) is { } found && !except.Contains(found))
            return found;

        errors.Add(field, $"'{word}' is unknown; write one of: {Listed(except)}.");
        return null;
    }

    public static IReadOnlyList<string> All() => But();

    public static IReadOnlyList<string> But(params IEnumerable<T> except) => [.. Enum.GetValues<T>().Except(except).Select(Of)];

    /// <summary>"issued, raised, lowered"</summary>
    public static string Listed(params IEnumerable<T> except) => string.Join(", ", But(except));

    public static string Of(T value) => JsonSerializer.SerializeToElement(value, WebJson.Wire.Options.GetTypeInfo(typeof(T))).GetString()!;
}
