using System.Collections.Frozen;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>The list of platforms. Formats, error messages and the OpenAPI document are made from it.</summary>
internal static class ChatPlatforms
{
    public static readonly IReadOnlyList<ChatPlatform> All =
    [
        Slack.SlackPlatform.Platform,
        Teams.TeamsPlatform.Platform,
        Discord.DiscordPlatform.Platform,
        GoogleChat.GoogleChatPlatform.Platform,
        Mattermost.MattermostPlatform.Platform,
        RocketChat.RocketChatPlatform.Platform,
        Telegram.TelegramPlatform.Platform,
        Webex.WebexPlatform.Platform,
        Ntfy.NtfyPlatform.Platform,
        PagerDuty.PagerDutyPlatform.Platform,
        Email.EmailPlatform.Platform,
    ];

    private static readonly FrozenDictionary<string, ChatPlatform> ByName = All.ToFrozenDictionary(platform => platform.Name);

    /// <returns>Null for plain webhooks.</returns>
    public static ChatPlatform? Of(Subscription subscription) => Of(subscription.Format);

    /// <inheritdoc cref="Of(Subscription)"/>
    public static ChatPlatform? Of(string format) => ByName.GetValueOrDefault(format);

    /// <summary>The platform of a target if its URL alone is enough to tell; otherwise null.</summary>
    public static ChatPlatform? Recognise(Uri target) => All.FirstOrDefault(platform => platform.Recognises(target));

    /// <summary>Every format but that of plain webhooks. Chats have no signing secret.</summary>
    public static bool Is(string format) => format != WebhookFormat.FormatName;

    /// <summary>
    /// Whether registration sends a test post first. Email addresses are asked by email instead, because a mail server accepts messages for people
    /// who never asked for any.
    /// </summary>
    public static bool IsTriedByPost(Subscription subscription) => Is(subscription.Format) && subscription.Target.Scheme != Uri.UriSchemeMailto;

    /// <summary>Whether the URL may be the password of a chat, complete or not.</summary>
    public static bool IsTarget(Uri target) => All.Any(platform => platform.Recognises(target) || platform.Owns(target) || platform.HasRetired(target));
}
