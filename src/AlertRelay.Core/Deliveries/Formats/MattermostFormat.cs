using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// An attachment (https://developers.mattermost.com/integrate/reference/message-attachments/) in Markdown; a post may have 16,383 characters.
/// </summary>
internal sealed class MattermostFormat(Uri? relay) : GroupingCardFormat(relay)
{
    public override string Name => "mattermost";

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["fallback"] = MarkupEscaping.Markdown(card.Title),
            ["color"] = card.Color,
            ["text"] = string.Join('\n', (string[])[$"**{MarkupEscaping.Markdown(card.Title)}**", "", .. Words(card), Links(card)]),
        }),
    });

    protected override Message WritePlainly(Card card) => Json(card, new JsonObject { ["text"] = MarkupEscaping.Markdown(card.Title) });

    // Two blanks at the end keep a line from running on into the next.
    private static IEnumerable<string> Words(Card card) =>
    [
        .. card.Lines.Select(line => $"{MarkupEscaping.Markdown(line)}  "),
        .. card.Summary.Length > 0 ? (string[])[MarkupEscaping.Markdown(card.Summary)] : [],
        "",
        .. card.Facts.Select(fact => $"**{fact.Name}:** {MarkupEscaping.Markdown(fact.Value)}  "),
    ];

    private static string Links(Card card) => string.Join(" · ", card.Links.Select(link => $"[{link.Text}](<{link.Url.AbsoluteUri}>)"));
}
