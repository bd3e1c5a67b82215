using AlertRelay.Deliveries.Chats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>How much of a target its owner is shown again. The URL of a chat's webhook is all that is needed to write there.</summary>
internal static class RedactedTarget
{
    private const string Ellipsis = "/…";

    public static string Of(Subscription subscription) =>
        IsNoSecret(subscription) ? subscription.Target.AbsoluteUri : subscription.Target.GetLeftPart(UriPartial.Authority) + Ellipsis;

    // Whatever its format: the flow behind a URL of Teams may want plain webhooks.
    private static bool IsNoSecret(Subscription subscription) =>
        subscription.Target.Scheme == Uri.UriSchemeMailto || (!ChatPlatforms.Is(subscription.Format) && !ChatPlatforms.IsTarget(subscription.Target));

    /// <summary>What was shown came back, as when an answer is edited and sent again.</summary>
    public static bool IsShortened(string target) => target.EndsWith(Ellipsis, StringComparison.Ordinal);
}
