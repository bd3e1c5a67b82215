using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Chats.Telegram;

/// <summary>https://core.telegram.org/bots/api#sendmessage; the chat's id comes from the target's query and goes into the message.</summary>
internal static partial class TelegramPlatform
{
    public const string ChatId = "chat_id";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "telegram",
        Title = "Telegram",
        Example = "https://api.telegram.org/bot…/sendMessage?chat_id=…",
        Hosts = ["api.telegram.org"],
        IsComplete = target => Path.IsMatch(target.AbsolutePath) && target.Value(ChatId) is not null,
        AcceptanceOf = answer => answer.Status == 200 && answer.Fields["ok"] == "true" ? PostAcceptance.Posted : PostAcceptance.No,
        ErrorOf = answer => answer.Fields["ok"] == "false" ? answer.Fields["description"] ?? "" : null,
        Rules =
        [
            new(null, "upgraded to a supergroup", ResponseMeaning.Refused, "the group became a supergroup and has another id"),
            new(null, "bot was blocked by the user", ResponseMeaning.Gone, "the bot was blocked: unblock it in Telegram, then resume the subscription"),
            new(null, "bot was kicked", ResponseMeaning.Gone, "the bot was removed from the chat: add it again, then resume the subscription"),
            new(null, "bot is not a member", ResponseMeaning.Gone, "the bot is not a member of the chat: add it, then resume the subscription"),
            new(null, "user is deactivated", ResponseMeaning.Gone, "the receiver's account is gone"),
            new(null, "group chat was deleted", ResponseMeaning.Gone, "the group was deleted"),
            new(null, "bot can't initiate conversation", ResponseMeaning.Gone, "the bot may not write first: send it /start, then resume the subscription"),
            new(null, "chat not found", ResponseMeaning.Gone, "Telegram does not know the chat, or the bot is not in it: look at chat_id"),
            new(null, "not enough rights", ResponseMeaning.Refused, "the bot may not write to the chat: let it send messages"),
            new(null, "have no rights", ResponseMeaning.Refused, "the bot may not write to the chat: let it send messages"),
            new(null, "message thread not found", ResponseMeaning.Refused, "the topic is not there: look at message_thread_id"),
            new(401, null, ResponseMeaning.Gone, "the bot's token was revoked: register the target with the new one"),
            new(403, null, ResponseMeaning.Gone, "Telegram forbids the bot to write there: look at the bot and the chat, then resume the subscription"),
            new(404, null, ResponseMeaning.Gone, "Telegram knows no bot of this token: look at the target"),
        ],
        Refine = (outcome, answer) => outcome is DeliveryOutcome.Failed failed
            ? failed with { MovedTo = answer.Fields["parameters.migrate_to_chat_id"] }
            : outcome,
        RateLimits = RateLimits,
        PostUrl = target => target.Without(ChatId),
        MovedTarget = (target, chat) => target.With(ChatId, chat),
        CreateFormat = static (_, pages) => new TelegramFormat(pages),
    };

    // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Groups have negative ids, channels have names.
    private static RateLimit[] RateLimits(Uri target)
    {
        var bot = target.AbsolutePath;
        var chat = target.Value(ChatId) ?? "";
        RateLimit[] always = [new($"{bot} {chat}", 1, TimeSpan.FromSeconds(1)), new(bot, 30, TimeSpan.FromSeconds(1))];
        return chat is ['-' or '@', ..] ? [.. always, new($"{bot} {chat} of many", 20, TimeSpan.FromMinutes(1))] : always;
    }

    [GeneratedRegex("^/bot[^/]+/sendMessage$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Path { get; }
}

/// <summary>
/// Plain text with entities (https://core.telegram.org/bots/api#messageentity), so that nothing is parsed as markup. The limit is 4096 UTF-16 units.
/// </summary>
internal sealed partial class TelegramFormat(Uri? pages) : GroupingCardFormat(TelegramPlatform.Platform, pages)
{
    private const int MaxLength = 4096;

    public override bool IsReply => true;

    // A deleted post must not prevent the reply.
    public override Message Reply(Message message, string answer) => PostId().Match(answer) is { Success: true } found
        ? With(message, "reply_parameters", new JsonObject
        {
            ["message_id"] = long.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            ["allow_sending_without_reply"] = true,
        })
        : message;

    // Telegram expects the chat's id in the message.
    public override Message Address(Message message, Alert alert, Subscription subscription) =>
        With(message, TelegramPlatform.ChatId, subscription.Target.Value(TelegramPlatform.ChatId));

    protected override Message Write(Card card)
    {
        var text = new StringBuilder(card.Title);
        var entities = new JsonArray(Entity("bold", 0, text.Length));
        var room = MaxLength - card.Links.Sum(link => link.Text.Length + 2);
        var (visible, missing) = CutList.Take(card.Entries, card.Unlisted, room - text.Length, entry => entry.Text.Length + 1);
        foreach (var entry in visible)
            Link(entry.Text, entry.Link);
        foreach (var more in CutList.More(missing))
            Link(more, null);

        foreach (var (name, words) in NamedLines(card).TakeWhile(line => text.Length + line.Name.Length + line.Value.Length + 1 <= room))
        {
            text.Append('\n');
            if (name.Length > 0)
                entities.Add(Entity("bold", text.Length, name.Length));
            text.Append(name).Append(words);
        }

        foreach (var link in card.Links)
            Link(link.Text, link.Url);

        return Json(
            card, new JsonObject { ["text"] = text.ToString(), ["entities"] = entities, ["link_preview_options"] = new JsonObject { ["is_disabled"] = true } });

        void Link(string words, Uri? url)
        {
            text.Append('\n');
            if (url is not null)
                entities.Add(Entity("text_link", text.Length, words.Length, url));
            text.Append(words);
        }
    }

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject
        {
            ["text"] = PlainText(card, MaxLength, same => same, (text, url) => $"{text} {url.AbsoluteUri}"),
            ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
        });

    // The summary has no name.
    private static IEnumerable<CardField> NamedLines(Card card) =>
    [
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

    // The response may be truncated after it.
    [GeneratedRegex("\"message_id\"\\s*:\\s*([0-9]{1,18})\\b", RegexOptions.CultureInvariant)]
    private static partial Regex PostId();
}
