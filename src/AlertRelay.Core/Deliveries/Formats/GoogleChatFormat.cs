using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// A card of version 2 (https://developers.google.com/workspace/chat/api/reference/rest/v1/cards), whose texts are a part of HTML. The messages of one
/// notice are a thread; the request's id
/// keeps a repeated post from being shown twice. A message may have 32,000 bytes; the card's own cuts keep it below.
/// </summary>
internal sealed class GoogleChatFormat(Uri? relay) : GroupingCardFormat(relay)
{
    private const int LongestId = 60;

    public override string Name => "google-chat";

    protected override Message Write(Card card) => Threaded(card, Json(card, new JsonObject
    {
        ["cardsV2"] = new JsonArray(new JsonObject
        {
            ["cardId"] = TextTruncation.ToBytes(card.Id, LongestId),
            ["card"] = new JsonObject
            {
                ["header"] = new JsonObject { ["title"] = card.Title },
                ["sections"] = new JsonArray(new JsonObject { ["widgets"] = new JsonArray([.. Widgets(card)]) }),
            },
        }),
    }));

    // "<users/all>" would call everybody: angle brackets have no escape in a message's text.
    protected override Message WritePlainly(Card card) => Threaded(card, Json(card, new JsonObject { ["text"] = MarkupEscaping.Lookalike(card.Title) }));

    private static IEnumerable<JsonNode> Widgets(Card card) =>
    [
        new JsonObject
        {
            ["textParagraph"] = new JsonObject
            {
                ["text"] = string.Join(
                    "<br>", (card.Lines.Count > 0 ? card.Lines : [card.Summary.Length > 0 ? card.Summary : card.Headline]).Select(MarkupEscaping.Html)),
            },
        },
        .. card.Facts.Select(fact => new JsonObject
        {
            ["decoratedText"] = new JsonObject { ["topLabel"] = fact.Name, ["text"] = MarkupEscaping.Html(fact.Value), ["wrapText"] = true },
        }),
        .. card.Links.Count > 0
            ? [new JsonObject { ["buttonList"] = new JsonObject { ["buttons"] = Each(card.Links, Button) } }]
            : (JsonNode[])[],
    ];

    private static JsonObject Button(CardLink link) =>
        new() { ["text"] = link.Text, ["onClick"] = new JsonObject { ["openLink"] = new JsonObject { ["url"] = link.Url.AbsoluteUri } } };

    private static Message Threaded(Card card, Message message) => message with
    {
        Query = new Dictionary<string, string>
        {
            ["threadKey"] = card.Thread,
            ["messageReplyOption"] = "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD",
            ["requestId"] = card.Id,
        },
    };
}
