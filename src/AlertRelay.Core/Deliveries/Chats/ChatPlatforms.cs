using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>What is told to others about platforms.</summary>
internal static class ChatPlatforms
{
    /// <summary>Every format but the plain webhook's: no signing secret.</summary>
    public static bool Is(string format) => format != FormatChoice.Webhook;

    /// <summary>Takes a test post before anything is kept. A mail server takes letters for people who never asked for any; those are asked by letter.</summary>
    public static bool IsTriedByPost(Subscription subscription) => Is(subscription.Format) && subscription.Target.Scheme != Uri.UriSchemeMailto;

    public static bool IsTarget(Uri target) => ChatPlatformList.Recognise(target) is not null;

    /// <summary>As people name it; null for formats that are of no platform.</summary>
    public static string? TitleOf(string format) => ChatPlatformList.Of(format)?.Title;
}
