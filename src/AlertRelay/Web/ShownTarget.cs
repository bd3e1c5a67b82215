using AlertRelay.Subscriptions;

namespace AlertRelay.Web;

/// <summary>How much of a target its owner is shown again. The URL of a chat's webhook is all that is needed to write there.</summary>
public static class ShownTarget
{
    private const string Rest = "/…";

    public static string Of(Subscription subscription) =>
        subscription.Format == "webhook" ? subscription.Target.AbsoluteUri : subscription.Target.GetLeftPart(UriPartial.Authority) + Rest;

    /// <summary>What was shown came back, as when an answer is edited and sent again.</summary>
    public static bool IsShortened(string target) => target.EndsWith(Rest, StringComparison.Ordinal);
}
