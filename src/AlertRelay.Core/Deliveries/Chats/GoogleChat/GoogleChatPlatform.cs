using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Chats.GoogleChat;

/// <summary>https://developers.google.com/workspace/chat/quickstart/webhooks</summary>
internal static partial class GoogleChatPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "google-chat",
        Title = "Google Chat",
        Example = "https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…",
        Hosts = ["chat.googleapis.com"],
        IsComplete = target => Path.IsMatch(target.AbsolutePath) && target.Value("key") is not null && target.Value("token") is not null,
        AllowsProxies = true,
        AcceptanceOf = answer => answer.Status == 200 && answer.Fields["name"] is not null ? PostAcceptance.Posted : PostAcceptance.No,
        // "NOT_FOUND", and the reason in the first of the details.
        ErrorOf = answer => answer.Fields["error.status"] is { } status ? $"{status} {answer.Fields["error.details.reason"]}" : null,
        Rules =
        [
            new(404, "NOT_FOUND", ResponseMeaning.Gone, "the space or its webhook was deleted: make a new webhook and register that"),
            new(400, "API_KEY_INVALID", ResponseMeaning.Refused, "the key in the URL is not valid: copy the webhook's URL again and register that"),
            // Google sometimes answers 401 for working webhooks, so it must not disable a subscription.
            new(401, null, ResponseMeaning.Refused, "the token in the URL was not accepted"),
            new(403, null, ResponseMeaning.Refused, "the webhook may not post to the space: look whether it is still listed there"),
        ],
        // https://developers.google.com/workspace/chat/limits: one a second per space, for all senders together.
        RateLimits = target => [new($"google-chat {target.AbsolutePath}", 1, TimeSpan.FromSeconds(1))],
        CreateFormat = static (_, pages) => new GoogleChatFormat(pages),
    };

    [GeneratedRegex("^/v1/spaces/[^/]+/messages/?$")]
    private static partial Regex Path { get; }
}

/// <summary>
/// A card of version 2 (https://developers.google.com/workspace/chat/api/reference/rest/v1/cards), whose texts are a subset of HTML. The messages of
/// one notice form a thread. The request's id prevents duplicates. The limit of a message is 32,000 bytes; truncated cards stay below.
/// </summary>
internal sealed class GoogleChatFormat(Uri? pages) : GroupingCardFormat(GoogleChatPlatform.Platform, pages)
{
    private const int MaxId = 60, EntriesInBytes = 16_000, PlainLength = 4000;

    protected override Message Write(Card card) => Threaded(card, Json(card, new JsonObject
    {
        // Lock screens show no cards.
        ["fallbackText"] = MarkupEscaping.Lookalike(card.Title),
        ["cardsV2"] = new JsonArray(new JsonObject
        {
            ["cardId"] = TextTruncation.ToBytes(card.Id, MaxId),
            ["card"] = new JsonObject
            {
                ["header"] = new JsonObject { ["title"] = card.Title },
                ["sections"] = new JsonArray(new JsonObject { ["widgets"] = new JsonArray([.. Widgets(card)]) }),
            },
        }),
    }));

    // "<users/all>" would mention everybody, and angle brackets cannot be escaped in a message's text.
    protected override Message WritePlainly(Card card) => Threaded(card, Json(card, new JsonObject
    {
        ["text"] = PlainText(card, PlainLength, MarkupEscaping.Lookalike, (text, url) => $"{text} {url.AbsoluteUri}"),
    }));

    private static IEnumerable<JsonNode> Widgets(Card card) =>
    [
        new JsonObject
        {
            ["textParagraph"] = new JsonObject
            {
                ["text"] = card.Entries.Count > 0
                    ? EntriesOf(card, EntriesInBytes, Line, Encoding.UTF8.GetByteCount).Replace("\n", "<br>")
                    : MarkupEscaping.Html(card.Summary.Length > 0 ? card.Summary : card.Headline),
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

    private static string Line(CardEntry entry) => entry.Link is { } link
        ? $"<a href=\"{MarkupEscaping.Html(link.AbsoluteUri)}\">{MarkupEscaping.Html(entry.Text)}</a>"
        : MarkupEscaping.Html(entry.Text);

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
