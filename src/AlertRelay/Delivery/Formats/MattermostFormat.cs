using System.Text.Json.Nodes;
using AlertRelay.Delivery.Layout;

namespace AlertRelay.Delivery.Formats;

/// <summary>An attachment (https://developers.mattermost.com/integrate/reference/message-attachments/) in Markdown; a post may have 16,383 characters.</summary>
public sealed class MattermostFormat(Uri? relay) : GroupingCardFormat(relay)
{
    public override string Name => "mattermost";

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["fallback"] = Dialect.Markdown(card.Title),
            ["color"] = card.Color,
            ["text"] = string.Join('\n', (string[])[$"**{Dialect.Markdown(card.Title)}**", "", .. LinesOf(card).Select(line => $"{Dialect.Markdown(line)}  "), Links(card)]),
        }),
    });

    protected override Message WritePlainly(Card card) => Json(card, new JsonObject { ["text"] = Dialect.Markdown(card.Title) });

    private static string Links(Card card) => string.Join(" · ", card.Links.Select(link => $"[{link.Text}](<{link.Url.AbsoluteUri}>)"));
}
