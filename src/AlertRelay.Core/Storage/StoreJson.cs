using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Storage;

/// <summary>The types that stores write as JSON. Use <see cref="DocumentSerializer"/> instead of this.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(ChannelState))]
[JsonSerializable(typeof(NoticeState))]
[JsonSerializable(typeof(NoticeVersion))]
[JsonSerializable(typeof(LevelPeriod))]
[JsonSerializable(typeof(Filter))]
[JsonSerializable(typeof(SigningRing))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class StoreJson : JsonSerializerContext;
