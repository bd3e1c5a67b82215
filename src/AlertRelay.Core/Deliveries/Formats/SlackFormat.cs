using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// Block Kit (https://api.slack.com/reference/block-kit/blocks) in plain text and rich text only, in which nothing of Slack's markup lives. Limits as on
/// that page: header 150, section 3000,
/// button 75, 50 blocks.
/// </summary>
internal sealed class SlackFormat(Uri? relay) : GroupingCardFormat(relay)
{
    private const int Header = 150, Section = 3000, Fallback = 3000;

    public override string Name => "slack";

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        // Shown in notifications only, but read as markup.
        ["text"] = TextTruncation.Fit(card.Title, Fallback, MarkupEscaping.Slack),
        ["mrkdwn"] = false,
        ["unfurl_links"] = false,
        ["unfurl_media"] = false,
        ["blocks"] = new JsonArray([.. Blocks(card)]),
    });

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject
        {
            ["text"] = TextTruncation.Fit(card.Title, Fallback, MarkupEscaping.Slack),
            ["mrkdwn"] = false,
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        });

    private static IEnumerable<JsonNode> Blocks(Card card) =>
    [
        new JsonObject { ["type"] = "header", ["text"] = Plain(card.Title, Header) },
        .. card.Title.Length > Header ? [Text(card.Title)] : (JsonNode[])[],
        .. card.Lines.Count > 0 ? [Text(string.Join('\n', card.Lines))] : (JsonNode[])[],
        .. card.Summary.Length > 0 ? [Text(card.Summary)] : (JsonNode[])[],
        .. card.Facts.Count > 0 ? [Facts(card.Facts)] : (JsonNode[])[],
        .. card.Links.Count > 0 ? [new JsonObject { ["type"] = "actions", ["elements"] = Each(card.Links, Button) }] : (JsonNode[])[],
    ];

    private static JsonObject Text(string text) => new() { ["type"] = "section", ["text"] = Plain(text, Section) };

    // The names bold, a line each: only rich text can do that without reading the values as markup.
    private static JsonObject Facts(IEnumerable<CardField> facts)
    {
        var texts = facts.SelectMany((fact, number) => (JsonNode[])
        [
            new JsonObject { ["type"] = "text", ["text"] = $"{(number > 0 ? "\n" : "")}{fact.Name}: ", ["style"] = new JsonObject { ["bold"] = true } },
            new JsonObject { ["type"] = "text", ["text"] = fact.Value },
        ]);
        return new JsonObject
        {
            ["type"] = "rich_text",
            ["elements"] = new JsonArray(new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray([.. texts]) }),
        };
    }

    private static JsonObject Plain(string text, int max) => new() { ["type"] = "plain_text", ["text"] = TextTruncation.To(text, max), ["emoji"] = false };

    private static JsonObject Button(CardLink link) => new() { ["type"] = "button", ["text"] = Plain(link.Text, 75), ["url"] = link.Url.AbsoluteUri };
}
