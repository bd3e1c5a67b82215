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
    public static bool NeedsTestPost(Subscription subscription) => Is(subscription.Format) && subscription.Target.Scheme != Uri.UriSchemeMailto;

    /// <summary>Whether the URL may be the password of a chat, complete or not.</summary>
    public static bool IsTarget(Uri target) => All.Any(platform => platform.Recognises(target) || platform.Owns(target) || platform.HasRetired(target));
}

/// <summary>The format of a subscription: the one that its owner chose, if the target permits it, otherwise the one of the target's platform.</summary>
/// <param name="Error">What is wrong and what to write instead, without the target; null for a valid format.</param>
internal sealed record FormatChoice(string Format, string? Error = null)
{
    /// <param name="named">Null if the owner chose no format.</param>
    public static FormatChoice Of(Uri target, string? named) => named switch
    {
        _ when ChatPlatforms.All.FirstOrDefault(platform => platform.HasRetired(target)) is { } retired => new(named ?? retired.Name, retired.RetiredReason),
        null => Recognised(target),
        WebhookFormat.FormatName when ChatPlatforms.Recognise(target) is { AllowsPlainWebhooks: false } chat => Contradicts(chat, WebhookFormat.FormatName),
        _ when ChatPlatforms.Of(named) is { } platform => Of(target, platform),
        _ => new(named),
    };

    /// <param name="format">The format of the previous target.</param>
    public static string? Keep(Uri target, string format) =>
        ChatPlatforms.Recognise(target)?.Name == format ? null : format;

    private static FormatChoice Recognised(Uri target) =>
        ChatPlatforms.Recognise(target) is { } chat ? new(chat.Name)
        : ChatPlatforms.All.FirstOrDefault(platform => platform.Owns(target)) is { } owner ? Incomplete(owner)
        : new(WebhookFormat.FormatName);

    private static FormatChoice Of(Uri target, ChatPlatform platform) =>
        ChatPlatforms.Recognise(target) is { } chat && chat != platform ? Contradicts(chat, platform.Name)
        : platform.Fits(target) ? new(platform.Name)
        : Incomplete(platform);

    private static FormatChoice Contradicts(ChatPlatform chat, string named) =>
        new(named, $"the target is one of {chat.Title}, which does not take the format '{named}'; leave 'format' out, or write '{chat.Name}'.");

    private static FormatChoice Incomplete(ChatPlatform platform) =>
        new(platform.Name, $"a target of {platform.Title} looks like {platform.Example}; copy it whole{(platform.AllowsPlainWebhooks
            ? ", or name the format 'webhook' if it takes plain webhooks"
            : "")}.");
}
