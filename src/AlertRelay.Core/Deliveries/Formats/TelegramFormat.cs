using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// Plain text with entities (https://core.telegram.org/bots/api#messageentity), so that nothing in it is markup: 4096 UTF-16 units, entities counted in
/// the same.
/// </summary>
internal sealed partial class TelegramFormat(Uri? relay) : GroupingCardFormat(relay)
{
    private const int Longest = 4096;

    public override string Name => "telegram";

    public override bool IsReply => true;

    // A post that is gone by now holds up nothing.
    public override Message Reply(Message message, string answer) => PostId().Match(answer) is { Success: true } found
        ? With(message, "reply_parameters", new JsonObject
        {
            ["message_id"] = long.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            ["allow_sending_without_reply"] = true,
        })
        : message;

    // Telegram reads the chat's id from the message.
    public override Message Address(Message message, Uri target) => With(message, "chat_id", target.Value("chat_id"));

    protected override Message Write(Card card)
    {
        var text = new StringBuilder(card.Title);
        var entities = new JsonArray(Entity("bold", 0, text.Length));
        var room = Longest - card.Links.Sum(link => link.Text.Length + 2);
        foreach (var (name, words) in Said(card).TakeWhile(line => text.Length + line.Name.Length + line.Value.Length + 1 <= room))
        {
            text.Append('\n');
            if (name.Length > 0)
                entities.Add(Entity("bold", text.Length, name.Length));
            text.Append(name).Append(words);
        }

        foreach (var link in card.Links)
        {
            text.Append('\n');
            entities.Add(Entity("text_link", text.Length, link.Text.Length, link.Url));
            text.Append(link.Text);
        }

        return Json(
            card, new JsonObject { ["text"] = text.ToString(), ["entities"] = entities, ["link_preview_options"] = new JsonObject { ["is_disabled"] = true } });
    }

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject { ["text"] = card.Title, ["link_preview_options"] = new JsonObject { ["is_disabled"] = true } });

    // Lines and summary have no name.
    private static IEnumerable<CardField> Said(Card card) =>
    [
        .. card.Lines.Select(line => new CardField("", line)),
        .. card.Summary.Length > 0 ? (CardField[])[new("", card.Summary)] : [],
        .. card.Facts.Select(fact => fact with { Name = $"{fact.Name}: " }),
    ];

    private static JsonObject Entity(string type, int offset, int length, Uri? url = null)
    {
        var entity = new JsonObject { ["type"] = type, ["offset"] = offset, ["length"] = length };
        if (url is not null)
            entity["url"] = url.AbsoluteUri;
        return entity;
    }

    // The answer may be cut off behind it.
    [GeneratedRegex("\"message_id\"\\s*:\\s*([0-9]{1,18})\\b", RegexOptions.CultureInvariant)]
    private static partial Regex PostId();
}
