using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Chats.Webex;

/// <summary>https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252</summary>
internal static partial class WebexPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "webex",
        Title = "Webex",
        Example = "https://webexapis.com/v1/webhooks/incoming/…",
        Hosts = ["webexapis.com", "api.ciscospark.com"],
        IsComplete = target => Path.IsMatch(target.AbsolutePath),
        AllowsProxies = true,
        AcceptanceOf = answer => answer.Status is 200 or 204 ? PostAcceptance.Posted : PostAcceptance.No,
        // Each of Webex' own answers names its trace.
        ErrorOf = answer => answer.Fields["trackingId"] is null && answer.Header("trackingid") is null ? null : answer.Fields["message"] ?? "",
        Rules = [new(404, null, ResponseMeaning.Gone, "Webex no longer knows this webhook: make a new one and register that")],
        // Webex publishes no limit, so this is the strictest of the other platforms.
        RateLimits = target => [new(target.AbsoluteUri, 1, TimeSpan.FromSeconds(1))],
        CreateFormat = static (_, pages) => new WebexFormat(pages),
    };

    [GeneratedRegex("^/v1/webhooks/incoming/[^/]+/?$")]
    private static partial Regex Path { get; }
}

/// <summary>Plain text (https://developer.webex.com/docs/api/v1/messages), at most 7439 bytes. Webex turns URLs into links.</summary>
internal sealed class WebexFormat(Uri? pages) : GroupingCardFormat(WebexPlatform.Platform, pages)
{
    private const int MaxBytes = 7439;

    protected override Message Write(Card card)
    {
        var links = string.Concat(card.Links.Select(link => $"\n{link.Text}: {link.Url.AbsoluteUri}"));
        var rest = TextOf(card, MaxBytes - Encoding.UTF8.GetByteCount($"{card.Title}\n{links}"));
        return Json(card, new JsonObject { ["text"] = rest.Length > 0 ? $"{card.Title}\n{rest}{links}" : card.Title + links });
    }
}
