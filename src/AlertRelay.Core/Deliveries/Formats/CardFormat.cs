using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>A format for people: renders a card in a chat's own format.</summary>
/// <param name="pages">The URL of the relay's public pages; null if messages must not link to them.</param>
internal abstract class CardFormat(ChatPlatform platform, Uri? pages) : IMessageFormat
{
    private static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => platform.Name;

    protected CardWriter Cards { get; } = new(pages);

    public Message Render(Alert alert) => Write(Cards.Write(alert));

    public Message RenderPlainly(Alert alert) => WritePlainly(Cards.Write(alert));

    public virtual bool IsIncident => false;

    public virtual bool IsReply => false;

    public virtual Message Reply(Message message, string answer) => message;

    public virtual Message Address(Message message, Uri target) => message;

    protected abstract Message Write(Card card);

    /// <summary>Only the headline and the links.</summary>
    protected virtual Message WritePlainly(Card card) => Write(card with { Facts = [], Summary = "", Lines = [] });

    protected static Message Json(Card card, JsonObject body) =>
        new(card.Id, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body.ToJsonString(Wire)));

    /// <summary>
    /// Adds a member before the closing brace, so that the part that all receivers share is not serialized again for each.
    /// </summary>
    /// <param name="message">Its body is an object with at least one member, but without this one.</param>
    protected static Message With(Message message, string member, JsonNode? value) =>
        message with { Body = (byte[])[.. message.Body.Span[..^1], .. Encoding.UTF8.GetBytes($",\"{member}\":{value?.ToJsonString(Wire) ?? "null"}}}")] };

    protected static JsonArray Each<T>(IEnumerable<T> items, Func<T, JsonNode> write) => new([.. items.Select(write)]);

    /// <summary>The card as lines, for chats that take text only.</summary>
    protected static IEnumerable<string> LinesOf(Card card) =>
    [
        .. card.Lines,
        .. card.Summary.Length > 0 ? (string[])[card.Summary] : [],
        .. card.Facts.Select(fact => $"{fact.Name}: {fact.Value}"),
    ];
}

/// <summary>A format for people that can also render several alerts as one list.</summary>
internal abstract class GroupingCardFormat(ChatPlatform platform, Uri? pages) : CardFormat(platform, pages), IGroupingFormat
{
    public Message Render(IReadOnlyList<Alert> alerts) => Write(Cards.Write(alerts));

    public Message RenderPlainly(IReadOnlyList<Alert> alerts) => WritePlainly(Cards.Write(alerts));
}
