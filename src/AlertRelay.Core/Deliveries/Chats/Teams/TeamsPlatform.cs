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
        // The second lines are the clouds of the US government, the US military and China.
        Hosts =
        [
            ".logic.azure.com", ".api.powerplatform.com",
            ".logic.azure.us", ".api.powerplatform.us", ".api.gov.powerplatform.microsoft.us", ".api.high.powerplatform.microsoft.us", ".api.appsplatform.us",
            ".logic.azure.cn", ".api.powerplatform.partner.microsoftonline.cn",
        ],
        RetiredHosts =
        [
            ".webhook.office.com", "outlook.office.com", "outlook.office365.com", ".webhook.office365.us", "outlook.office365.us", ".webhook.office365.cn",
        ],
        RetiredReason =
            "the target is an Office 365 connector, which Microsoft has switched off; make a workflow in Teams and register its URL (docs/chat/teams.md).",
        IsComplete = target => target.AbsolutePath.Contains("/workflows/", StringComparison.OrdinalIgnoreCase) && target.Value("sig") is not null,
        AllowsProxies = true,
        AllowsPlainWebhooks = true,
        AcceptanceOf = Acceptance,
        // Codes of Power Automate are words; numbers are those of gateways.
        ErrorOf = answer =>
            answer.Fields["error.code"] is [var first, ..] code && char.IsAsciiLetter(first) ? code : IsRelayedError(answer) ? answer.Body : null,
        Rules =
        [
            new(null, "HTTP error 429", ResponseMeaning.TooMany, "Teams takes no more messages for the moment"),
            new(null, "WorkflowTriggerIsNotEnabled", ResponseMeaning.Refused, "the flow is switched off: switch it on"),
            new(null, "WorkflowNotFound", ResponseMeaning.Gone, "the flow was deleted: make a new one and register its URL"),
            new(null, "DirectApiAuthorizationRequired", ResponseMeaning.Refused, "the flow wants its callers signed in: set who may trigger it to 'Anyone'"),
            new(null, "WorkflowTriggerNotFound", ResponseMeaning.Gone, "the flow has another trigger now: make a new one and register its URL"),
            new(401, "AuthorizationFailed", ResponseMeaning.Gone, $"the signature in the flow's URL is no longer valid: {NewUrl}"),
            new(401, null, ResponseMeaning.Refused, $"the flow does not accept the URL's signature: {NewUrl}"),
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
        200 when !IsRelayedError(answer) => PostAcceptance.Posted,
        _ => PostAcceptance.No,
    };

    private static bool IsRelayedError(PlatformResponse answer) =>
        answer.Status == 200 && answer.Body.Contains("HTTP error", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// An Adaptive Card 1.4 (https://adaptivecards.io/explorer/) for a Teams workflow. Its texts are a subset of Markdown. The limit of a message is
/// 28 KB (https://learn.microsoft.com/connectors/teams); truncated cards stay below half of it.
/// </summary>
internal sealed class TeamsFormat(Uri? pages) : GroupingCardFormat(TeamsPlatform.Platform, pages)
{
    // In UTF-16 units, with the JSON around each entry.
    private const int Entries = 9000, AroundEntry = 80;

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = Content(card),
        }),
    });

    private static JsonObject Content(Card card)
    {
        var content = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["fallbackText"] = MarkupEscaping.Lookalike(card.Title),
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = new JsonArray([.. Body(card)]),
        };
        if (card.Links.Count > 0)
            content["actions"] = Each(
                card.Links, link => new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = link.Text, ["url"] = link.Url.AbsoluteUri });

        return content;
    }

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
        .. EntriesOf(card),
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

    private static IEnumerable<JsonNode> EntriesOf(Card card)
    {
        var (visible, missing) = CutList.Take(card.Entries, card.Unlisted, Entries, entry => WithUrl(entry).Length + AroundEntry);
        return visible.Select(Line).Concat(CutList.More(missing)).Select(line => Block(line, "Small"));
    }

    private static string Line(CardEntry entry) => entry.Link is { } link
        ? $"[{MarkupEscaping.Lookalike(entry.Text)}]({MarkupEscaping.LinkTarget(link)})"
        : MarkupEscaping.Lookalike(entry.Text);

    private static JsonObject Text(string text) => Block(MarkupEscaping.Lookalike(text), "Default");

    private static JsonObject Block(string markdown, string spacing) =>
        new() { ["type"] = "TextBlock", ["text"] = markdown, ["wrap"] = true, ["spacing"] = spacing };

    private static string ColorOf(Severity severity) => severity switch
    {
        Severity.Extreme or Severity.Severe => "Attention",
        Severity.Moderate => "Warning",
        Severity.Minor => "Good",
        _ => "Default",
    };
}
