using System.Collections.Frozen;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>Every platform there is. A further one is one more file here and one more line below.</summary>
internal static class ChatPlatformList
{
    public static readonly IReadOnlyList<ChatPlatform> All =
    [
        SlackPlatform.Platform,
        TeamsPlatform.Platform,
        DiscordPlatform.Platform,
        GoogleChatPlatform.Platform,
        MattermostPlatform.Platform,
        RocketChatPlatform.Platform,
        TelegramPlatform.Platform,
        WebexPlatform.Platform,
        NtfyPlatform.Platform,
        PagerDutyPlatform.Platform,
        EmailPlatform.Platform,
    ];

    private static readonly FrozenDictionary<string, ChatPlatform> ByName = All.ToFrozenDictionary(platform => platform.Name);

    /// <returns>Null for plain webhooks.</returns>
    public static ChatPlatform? Of(Subscription subscription) => Of(subscription.Format);

    /// <inheritdoc cref="Of(Subscription)"/>
    public static ChatPlatform? Of(string format) => ByName.GetValueOrDefault(format);

    /// <summary>The platform that a target is of for certain, by nothing but its own look.</summary>
    public static ChatPlatform? Recognise(Uri target) =>
        target.Scheme == Uri.UriSchemeMailto ? EmailPlatform.Platform : All.FirstOrDefault(platform => platform.Recognises(target));
}
