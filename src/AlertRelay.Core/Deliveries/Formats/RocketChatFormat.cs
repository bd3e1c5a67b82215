using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>An attachment (https://developer.rocket.chat/docs/message-attachments); a message may have 5000 characters by default.</summary>
public sealed class RocketChatFormat(Uri? relay) : GroupingCardFormat(relay)
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
                ["title"] = Cut.Fit(card.Title, Title, Dialect.Lookalike),
                ["title_link"] = card.Links is [var first, ..] ? first.Url.AbsoluteUri : null,
                ["color"] = card.Color,
                ["text"] = Cut.To(string.Join('\n', card.Lines.Append(card.Summary).Select(Dialect.Lookalike)).Trim(), Text),
                ["fields"] = Each(card.Facts, fact => new JsonObject { ["title"] = fact.Name, ["value"] = Dialect.Lookalike(fact.Value), ["short"] = fact.Value.Length < Short }),
            },
        ]),
    });

    protected override Message WritePlainly(Card card) => Json(card, new JsonObject { ["text"] = Cut.Fit(card.Title, Title, Dialect.Lookalike), ["parseUrls"] = false });
}
