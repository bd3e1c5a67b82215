using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252</summary>
internal static partial class WebexPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "webex",
        Title = "Webex",
        Example = "https://webexapis.com/v1/webhooks/incoming/…",
        Hosts = ["webexapis.com", "api.ciscospark.com"],
        IsWhole = target => Path.IsMatch(target.AbsolutePath),
        TakesProxies = true,
        Posting = answer => answer.Status is 200 or 204 ? PostAcceptance.Posted : PostAcceptance.No,
        Sayings = [new(404, null, ResponseMeaning.Gone, "Webex no longer knows this webhook: make a new one and register that")],
        // No number is published; as slow as the slowest of the others.
        Allowances = target => [new(target.AbsoluteUri, 1, TimeSpan.FromSeconds(1))],
    };

    [GeneratedRegex("^/v1/webhooks/incoming/[^/]+/?$")]
    private static partial Regex Path { get; }
}
