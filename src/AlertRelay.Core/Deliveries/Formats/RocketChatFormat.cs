using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>An attachment (https://developer.rocket.chat/docs/message-attachments); a message may have 5000 characters by default.</summary>
internal sealed class RocketChatFormat(Uri? relay) : GroupingCardFormat(relay)
{
    private const int Title = 500, Text = 3500, Short = 40;

    public override string Name => "rocket-chat";

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["text"] = "",
        ["parseUrls"] = false,
        ["attachments"] = new JsonArray(
        [
            new JsonObject
            {
                ["title"] = TextTruncation.Fit(card.Title, Title, MarkupEscaping.Lookalike),
                ["title_link"] = card.Links is [var first, ..] ? first.Url.AbsoluteUri : null,
                ["color"] = card.Color,
                ["text"] = TextTruncation.To(string.Join('\n', card.Lines.Append(card.Summary).Select(MarkupEscaping.Lookalike)).Trim(), Text),
                ["fields"] = Each(
                    card.Facts,
                    fact => new JsonObject { ["title"] = fact.Name, ["value"] = MarkupEscaping.Lookalike(fact.Value), ["short"] = fact.Value.Length < Short }),
            },
        ]),
    });

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject { ["text"] = TextTruncation.Fit(card.Title, Title, MarkupEscaping.Lookalike), ["parseUrls"] = false });
}
