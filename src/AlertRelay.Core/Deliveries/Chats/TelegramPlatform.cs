using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>https://core.telegram.org/bots/api#sendmessage; the chat stands in the target's query and goes into the message.</summary>
internal static partial class TelegramPlatform
{
    private const string Chat = "chat_id";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "telegram",
        Title = "Telegram",
        Example = "https://api.telegram.org/bot…/sendMessage?chat_id=…",
        Hosts = ["api.telegram.org"],
        IsWhole = target => Path.IsMatch(target.AbsolutePath) && target.Value(Chat) is not null,
        Posting = answer => answer.Status == 200 && answer.Said["ok"] == "true" ? PostAcceptance.Posted : PostAcceptance.No,
        Sayings =
        [
            new(null, "migrate_to_chat_id", ResponseMeaning.Refused, "the group became a supergroup and has another id"),
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
            ? failed with { MovedTo = answer.Said["parameters.migrate_to_chat_id"] }
            : outcome,
        Allowances = Allowances,
        Address = target => target.Without(Chat),
        Moved = (target, chat) => target.With(Chat, chat),
    };

    // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Ids of groups are negative, channels have names.
    private static RateLimit[] Allowances(Uri target)
    {
        var bot = target.AbsolutePath;
        var chat = target.Value(Chat) ?? "";
        RateLimit[] always = [new($"{bot} {chat}", 1, TimeSpan.FromSeconds(1)), new(bot, 30, TimeSpan.FromSeconds(1))];
        return chat is ['-' or '@', ..] ? [.. always, new($"{bot} {chat} of many", 20, TimeSpan.FromMinutes(1))] : always;
    }

    [GeneratedRegex("^/bot[^/]+/sendMessage$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Path { get; }
}
