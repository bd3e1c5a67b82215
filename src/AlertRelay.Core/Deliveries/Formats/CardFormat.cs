using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Formats;

/// <summary>A format for people: renders a card in a chat's own format.</summary>
/// <param name="pages">The URL of the relay's public pages; null if messages must not link to them.</param>
internal abstract class CardFormat(ChatPlatform platform, Uri? pages) : IMessageFormat
{
    private const int MaxMarks = 120;

    private static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => platform.Name;

    protected CardWriter Cards { get; } = new(pages);

    public Message Render(Alert alert) => Write(Cards.Write(alert));

    public Message RenderPlainly(Alert alert)
    {
        var card = Cards.Write(alert);
        var marks = TextTruncation.To(TextSanitizer.Line(string.Join("; ", alert.Marks)), MaxMarks);
        return WritePlainly(marks.Length == 0 ? card : card with { Headline = $"{card.Headline} ({marks})" });
    }

    public virtual bool IsIncident => false;

    public virtual bool IsReply => false;

    public virtual Message Reply(Message message, string answer) => message;

    public virtual Message Address(Message message, Alert alert, Subscription subscription) => message;

    protected abstract Message Write(Card card);

    /// <summary>Only the headline, a group's entries, and the links.</summary>
    protected virtual Message WritePlainly(Card card) => Write(card with { Facts = [], Summary = "" });

    protected static Message Json(Card card, JsonObject body) =>
        new(card.Id, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body.ToJsonString(Wire)));

    /// <summary>
    /// Adds a member before the closing brace, so that the part that all receivers share is not serialized again for each.
    /// </summary>
    /// <param name="message">Its body is an object with at least one member, but without this one.</param>
    protected static Message With(Message message, string member, JsonNode? value) =>
        message with { Body = (byte[])[.. message.Body.Span[..^1], .. Encoding.UTF8.GetBytes($",\"{member}\":{value?.ToJsonString(Wire) ?? "null"}}}")] };

    protected static JsonArray Each<T>(IEnumerable<T> items, Func<T, JsonNode> write) => new([.. items.Select(write)]);

    /// <summary>A group's entries, one per line, as many as fit.</summary>
    /// <param name="measure">Counts in the chat's units.</param>
    protected static string EntriesOf(Card card, int max, Func<CardEntry, string> write, Func<string, int> measure) =>
        CutList.Text([.. card.Entries.Select(write)], card.Unlisted, max, "\n", measure);

    /// <summary>An entry for chats that turn URLs into links themselves.</summary>
    protected static string WithUrl(CardEntry entry) => entry.Link is { } link ? $"{entry.Text} {link.AbsoluteUri}" : entry.Text;

    /// <summary>Everything but title and links as lines, for chats that take text only.</summary>
    protected static string TextOf(Card card, int maxBytes)
    {
        var others = Joined([card.Summary, .. card.Facts.Select(fact => $"{fact.Name}: {fact.Value}")]);
        var entries = EntriesOf(card, maxBytes - Encoding.UTF8.GetByteCount(others) - 1, WithUrl, Encoding.UTF8.GetByteCount);
        return TextTruncation.ToBytes(Joined([entries, others]), maxBytes);
    }

    /// <summary>Title, entries and links as text: what every chat shows. Links are never cut, only left out.</summary>
    /// <param name="max">In UTF-16 units.</param>
    /// <param name="escape">For the chat's markup.</param>
    /// <param name="link">Writes a link with its escaped text.</param>
    protected static string PlainText(Card card, int max, Func<string, string> escape, Func<string, Uri, string> link)
    {
        var title = TextTruncation.Fit(card.Title, max, escape);
        var links = CutList.Take([.. card.Links.Select(each => link(escape(each.Text), each.Url))], 0, max - title.Length, text => text.Length + 1).Visible;
        var entries = EntriesOf(
            card, max - title.Length - links.Sum(text => text.Length + 1) - 1,
            entry => entry.Link is { } url ? link(escape(entry.Text), url) : escape(entry.Text), text => text.Length);
        return Joined([title, entries, .. links]);
    }

    private static string Joined(IEnumerable<string> parts) => string.Join('\n', parts.Where(part => part.Length > 0));
}

/// <summary>A format for people that can also render several alerts as one list.</summary>
internal abstract class GroupingCardFormat(ChatPlatform platform, Uri? pages) : CardFormat(platform, pages), IGroupingFormat
{
    public Message Render(IReadOnlyList<Alert> alerts) => Write(Cards.Write(alerts));

    public Message RenderPlainly(IReadOnlyList<Alert> alerts) => WritePlainly(Cards.Write(alerts));
}
