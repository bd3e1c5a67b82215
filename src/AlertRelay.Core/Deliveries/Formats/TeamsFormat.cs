using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// An Adaptive Card 1.4 (https://adaptivecards.io/explorer/) for a flow of Teams Workflows. Its texts are read as a part of Markdown. A message may have 28 KB
/// (https://learn.microsoft.com/connectors/teams); the card's own cuts keep it below a half of that.
/// </summary>
internal sealed class TeamsFormat(Uri? relay) : GroupingCardFormat(relay)
{
    public override string Name => "teams";

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
