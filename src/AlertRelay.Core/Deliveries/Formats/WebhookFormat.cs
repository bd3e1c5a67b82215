using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// CloudEvents 1.0 in structured JSON: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
/// </summary>
/// <param name="relay">Relay:BaseUrl: with it, the event's source is a URL of the API.</param>
/// <param name="maxBytes">Of a body. The texts of a larger one are cut.</param>
internal sealed class WebhookFormat(Uri? relay, int maxBytes = DeliveryOptions.DefaultMaximumBytes) : IMessageFormat
{
    // The same escaping as in AlertJson.Wire.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // For a receiver that took no larger one. Many servers stop at 16 KB.
    private const int PlainBytes = 8 * 1024;

    private readonly string _channels = relay is null ? "/channels/" : $"{relay.AbsoluteUri.TrimEnd('/')}/api/v1/channels/";

    public const string FormatName = "webhook";

    /// <summary>The subscription's sequence number of the alert.</summary>
    public const string SequenceHeader = "webhook-sequence";

    public string Name => FormatName;

    public bool IsNumbered => true;

    public Message Render(Alert alert) => Within(maxBytes, alert, Written(alert));

    public Message RenderPlainly(Alert alert) => Within(Math.Min(maxBytes, PlainBytes), alert, Written(alert));

    // A header, not a member of the event: all receivers then get the same bytes, which are serialized and signed with the relay's key only once.
    public Message Number(Message message, long sequence) => message with
    {
        Headers = new Dictionary<string, string> { [SequenceHeader] = sequence.ToString(CultureInfo.InvariantCulture) },
    };

    // Half the length each time: a cut body is rare, and rendered once for all its receivers.
    private Message Within(int limit, Alert alert, Message message)
    {
        for (var length = limit / 2; message.Body.Length > limit && length > 0; length /= 2)
            message = Written(AlertCut.To(alert, length, WholeOf(alert)));

        return message;
    }

    private Uri WholeOf(Alert alert) => relay is null ? alert.Link : RelayPages.At(relay, $"/api/v1/alerts/{Uri.EscapeDataString(alert.Id)}");

    private Message Written(Alert alert)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body, WriterOptions))
            Write(json, alert);

        return new Message(alert.Id, "application/cloudevents+json; charset=utf-8", body.WrittenMemory);
    }

    private void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", alert.Id);
        json.WriteString("source", _channels + Uri.EscapeDataString(alert.Channel));
        json.WriteString("type", TypeOf(alert));
        json.WriteString("subject", $"{alert.Channel}/{alert.Key}");
        json.WriteString("time", alert.DetectedAt);
        json.WriteString("datacontenttype", "application/json");
        json.WritePropertyName("data");
        JsonSerializer.Serialize(json, alert, AlertJson.Wire.Alert);
        json.WriteEndObject();
    }

    private static string TypeOf(Alert alert) => TestAlert.Is(alert) ? "org.alertrelay.alert.test"
        : alert.Heartbeat is not null ? "org.alertrelay.heartbeat"
        : alert.Subscription is { } subscription ? $"org.alertrelay.subscription.{JsonNamingPolicy.CamelCase.ConvertName(subscription.Event.ToString())}"
        : alert.Health is { } health ? $"org.alertrelay.health.{JsonNamingPolicy.CamelCase.ConvertName(health.ToString())}"
        : (alert.Cluster, alert.Change) switch
        {
            (not null, ChangeKind.Issued) => "org.alertrelay.cluster.issued",
            (not null, ChangeKind.Raised) => "org.alertrelay.cluster.raised",
            (not null, ChangeKind.Withdrawn) => "org.alertrelay.cluster.withdrawn",
            (null, ChangeKind.Issued) => "org.alertrelay.alert.issued",
            (null, ChangeKind.Raised) => "org.alertrelay.alert.raised",
            (null, ChangeKind.Lowered) => "org.alertrelay.alert.lowered",
            (null, ChangeKind.Revised) => "org.alertrelay.alert.revised",
            (null, ChangeKind.Withdrawn) => "org.alertrelay.alert.withdrawn",
            _ => throw new ArgumentOutOfRangeException(nameof(alert), alert.Change, "A kind of change without an event type."),
        };
}
