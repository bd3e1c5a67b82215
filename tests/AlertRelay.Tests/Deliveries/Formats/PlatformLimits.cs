namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>
/// What the platforms document, written down apart from the numbers in the formats, so that a wrong one there is found. Where a platform does
/// not say what a "character" is, UTF-16 units are the most that it can count.
/// </summary>
internal static class PlatformLimits
{
    private const string
        Slack = "https://api.slack.com/reference/block-kit/blocks",
        SlackButton = "https://api.slack.com/reference/block-kit/block-elements#button",
        SlackText = "https://api.slack.com/methods/chat.postMessage#truncating",
        Teams = "https://learn.microsoft.com/microsoftteams/limits-specifications-teams",
        TeamsCards = "https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference",
        DiscordEmbed = "https://discord.com/developers/docs/resources/message#embed-object-embed-limits",
        DiscordWebhook = "https://discord.com/developers/docs/resources/webhook#execute-webhook",
        GoogleChat = "https://developers.google.com/workspace/chat/create-messages",
        GoogleCards = "https://developers.google.com/workspace/chat/api/reference/rest/v1/cards",
        GoogleThread = "https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages#thread",
        Mattermost = "https://developers.mattermost.com/integrate/webhooks/incoming/",
        RocketChat = "https://docs.rocket.chat/docs/message",
        Telegram = "https://core.telegram.org/bots/api#sendmessage",
        TelegramEntities = "https://limits.tginfo.me/en",
        Webex = "https://developer.webex.com/docs/api/v1/messages/create-a-message",
        Ntfy = "https://docs.ntfy.sh/publish/#limitations",
        PagerDuty = "https://developer.pagerduty.com/docs/send-alert-event",
        MailLine = "RFC 5322, 2.1.1",
        MailSize = "RFC 5321, 4.5.3.1.7";

    public static readonly IReadOnlyList<PlatformLimit> All =
    [
        new("slack", "text", Unit.Utf16, 4000, SlackText, Least: 1),
        new("slack", "blocks", Unit.Items, 50, Slack, Least: 1),
        new("slack", "blocks[header].text.text", Unit.Utf16, 150, Slack, Least: 1),
        new("slack", "blocks[section].text.text", Unit.Utf16, 3000, Slack, Least: 1),
        new("slack", "blocks[rich_text].elements[].elements[].text", Unit.Utf16, int.MaxValue, Slack, Least: 1),
        new("slack", "blocks[actions].elements", Unit.Items, 25, Slack, Least: 1),
        new("slack", "blocks[actions].elements[].text.text", Unit.Utf16, 75, SlackButton, Least: 1),
        new("slack", "blocks[actions].elements[].url", Unit.Utf16, 3000, SlackButton),
        new("teams", "", Unit.BytesOfUtf16, 28_000, Teams),
        new("teams", "attachments[].content.actions", Unit.Items, 6, TeamsCards),
        new("discord", "content", Unit.Utf16, 2000, DiscordWebhook, Least: 1),
        new("discord", "embeds", Unit.Items, 10, DiscordWebhook),
        new("discord", "embeds", Unit.AllTexts, 6000, DiscordEmbed),
        new("discord", "embeds[].title", Unit.Utf16, 256, DiscordEmbed),
        new("discord", "embeds[].description", Unit.Utf16, 4096, DiscordEmbed),
        new("discord", "embeds[].fields", Unit.Items, 25, DiscordEmbed),
        new("discord", "embeds[].fields[].name", Unit.Utf16, 256, DiscordEmbed, Least: 1),
        new("discord", "embeds[].fields[].value", Unit.Utf16, 1024, DiscordEmbed, Least: 1),
        new("google-chat", "", Unit.Bytes, 32_000, GoogleChat),
        new("google-chat", "cardsV2[].card.sections[].widgets", Unit.Items, 100, GoogleCards, Least: 1),
        new("google-chat", "?threadKey", Unit.Utf16, 4000, GoogleThread, Least: 1),
        new("mattermost", "text", Unit.CodePoints, 16_383, Mattermost, Least: 1),
        new("mattermost", "attachments[].text", Unit.CodePoints, 16_383, Mattermost, Least: 1),
        new("rocket-chat", "text", Unit.Utf16, 5000, RocketChat),
        new("rocket-chat", "attachments", Unit.AllTexts, 5000, RocketChat),
        new("telegram", "text", Unit.Utf16, 4096, Telegram, Least: 1),
        new("telegram", "entities", Unit.Items, 100, TelegramEntities),
        new("webex", "text", Unit.Bytes, 7439, Webex, Least: 1),
        new("ntfy", "", Unit.Bytes, 4096, Ntfy, Least: 1),
        new("pagerduty", "", Unit.Bytes, 512_000, PagerDuty),
        new("pagerduty", "payload.summary", Unit.Utf16, 1024, PagerDuty, Least: 1),
        new("pagerduty", "payload.source", Unit.Utf16, int.MaxValue, PagerDuty, Least: 1),
        new("pagerduty", "dedup_key", Unit.Utf16, 255, PagerDuty, Least: 1),
        new("email", "", Unit.BytesOfLongestLine, 998, MailLine),
        new("email", "", Unit.Bytes, 64_000, MailSize),
    ];
}
