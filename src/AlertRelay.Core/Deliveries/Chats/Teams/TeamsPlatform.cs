using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Chats.Teams;

/// <summary>
/// Power Automate workflows with the trigger "When a Teams webhook request is received". They respond before they post, and do not report failed
/// posts. Other flows have the same kind of URL and may need plain webhooks.
/// </summary>
internal static class TeamsPlatform
{
    private const string NewUrl = "copy the flow's URL again and register that";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "teams",
        Title = "Microsoft Teams",
        Example = "https://….logic.azure.com/workflows/…/triggers/manual/paths/invoke?…&sig=…",
        Hosts = [".logic.azure.com", ".api.powerplatform.com"],
        IsComplete = target => target.AbsolutePath.Contains("/workflows/", StringComparison.OrdinalIgnoreCase) && target.Value("sig") is not null,
        AllowsProxies = true,
        AllowsPlainWebhooks = true,
        AcceptanceOf = Acceptance,
        Rules =
        [
            new(null, "HTTP error 429", ResponseMeaning.TooMany, "Teams takes no more messages for the moment"),
            new(null, "WorkflowTriggerIsNotEnabled", ResponseMeaning.Refused, "the flow is switched off: switch it on"),
            new(null, "WorkflowNotFound", ResponseMeaning.Gone, "the flow was deleted: make a new one and register its URL"),
            new(null, "DirectApiAuthorizationRequired", ResponseMeaning.Refused, "the flow wants its callers signed in: set who may trigger it to 'Anyone'"),
            new(404, null, ResponseMeaning.Gone, "the flow was deleted: make a new one and register its URL"),
            new(401, null, ResponseMeaning.Gone, $"the signature in the flow's URL is no longer valid: {NewUrl}"),
            new(200, "HTTP error", ResponseMeaning.Refused, "Teams itself refused the message"),
        ],
        // Documented for connectors, the predecessor of workflows:
        // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors
        RateLimits = target => [new(target.AbsoluteUri, 4, TimeSpan.FromSeconds(1)), new($"{target.AbsoluteUri} 30 s", 60, TimeSpan.FromSeconds(30))],
        CreateFormat = static (_, pages) => new TeamsFormat(pages),
    };

    // A connector's 200 may contain "Microsoft Teams endpoint returned HTTP error 429". A flow answers 200 only if it has a response action after the post.
    private static PostAcceptance Acceptance(PlatformResponse answer) => answer.Status switch
    {
        202 => PostAcceptance.Accepted,
        200 when !answer.Body.Contains("HTTP error", StringComparison.OrdinalIgnoreCase) => PostAcceptance.Posted,
        _ => PostAcceptance.No,
    };
}

/// <summary>
/// An Adaptive Card 1.4 (https://adaptivecards.io/explorer/) for a Teams workflow. Its texts are a subset of Markdown. The limit of a message is
/// 28 KB (https://learn.microsoft.com/connectors/teams); truncated cards stay below half of it.
/// </summary>
internal sealed class TeamsFormat(Uri? pages) : GroupingCardFormat(TeamsPlatform.Platform, pages)
{
    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["fallbackText"] = MarkupEscaping.Lookalike(card.Title),
                ["msteams"] = new JsonObject { ["width"] = "Full" },
                ["body"] = new JsonArray([.. Body(card)]),
                ["actions"] = Each(card.Links, link => new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = link.Text, ["url"] = link.Url.AbsoluteUri }),
            },
        }),
    });

    private static IEnumerable<JsonNode> Body(Card card) =>
    [
        new JsonObject
        {
            ["type"] = "TextBlock",
            ["text"] = MarkupEscaping.Lookalike(card.Title),
            ["weight"] = "Bolder",
            ["size"] = "Medium",
            ["color"] = ColorOf(card.Severity),
            ["wrap"] = true,
        },
        .. card.Lines.Select(line => Text(line, "Small")),
        .. card.Summary.Length > 0 ? [Text(card.Summary)] : (JsonNode[])[],
        .. card.Facts.Count > 0
            ?
            [
                new JsonObject
                {
                    ["type"] = "FactSet",
                    ["facts"] = Each(card.Facts, fact => new JsonObject { ["title"] = fact.Name, ["value"] = MarkupEscaping.Lookalike(fact.Value) }),
                },
            ]
            : (JsonNode[])[],
    ];

    private static JsonObject Text(string text, string spacing = "Default") =>
        new() { ["type"] = "TextBlock", ["text"] = MarkupEscaping.Lookalike(text), ["wrap"] = true, ["spacing"] = spacing };

    private static string ColorOf(Severity severity) => severity switch
    {
        Severity.Extreme or Severity.Severe => "Attention",
        Severity.Moderate => "Warning",
        Severity.Minor => "Good",
        _ => "Default",
    };
}
