using AlertRelay.Deliveries.Chats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Shortens a target for display, because the URL of a chat's webhook is a secret.</summary>
internal static class RedactedTarget
{
    private const string Ellipsis = "/…";

    public static string Of(Subscription subscription) =>
        IsNoSecret(subscription) ? subscription.Target.AbsoluteUri : subscription.Target.GetLeftPart(UriPartial.Authority) + Ellipsis;

    // In any format, because a Teams URL may receive plain webhooks.
    private static bool IsNoSecret(Subscription subscription) =>
        subscription.Target.Scheme == Uri.UriSchemeMailto || (!ChatPlatforms.Is(subscription.Format) && !ChatPlatforms.IsTarget(subscription.Target));

    /// <summary>Whether the caller sent the shortened form back, as after editing a response.</summary>
    public static bool IsShortened(string target) => target.EndsWith(Ellipsis, StringComparison.Ordinal);
}
