using System.Collections.Frozen;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>Every platform there is. A further one is one more file here and one more line below.</summary>
internal static class KnownPlatforms
{
    public static readonly IReadOnlyList<Platform> All =
    [
        Slack.Platform,
        Teams.Platform,
        Discord.Platform,
        GoogleChat.Platform,
        Mattermost.Platform,
        RocketChat.Platform,
        Telegram.Platform,
        Webex.Platform,
        Ntfy.Platform,
        PagerDuty.Platform,
        Email.Platform,
    ];

    private static readonly FrozenDictionary<string, Platform> ByName = All.ToFrozenDictionary(platform => platform.Name);

    /// <returns>Null for plain webhooks.</returns>
    public static Platform? Of(Subscription subscription) => Of(subscription.Format);

    /// <inheritdoc cref="Of(Subscription)"/>
    public static Platform? Of(string format) => ByName.GetValueOrDefault(format);

    /// <summary>The platform that a target is of for certain, by nothing but its own look.</summary>
    public static Platform? Recognise(Uri target) =>
        target.Scheme == Uri.UriSchemeMailto ? Email.Platform : All.FirstOrDefault(platform => platform.Recognises(target));
}
