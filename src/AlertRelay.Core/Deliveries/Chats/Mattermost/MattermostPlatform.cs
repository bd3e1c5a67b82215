using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Chats.Mattermost;

/// <summary>https://developers.mattermost.com/integrate/webhooks/incoming/; errors have ids, from HandleIncomingWebhook of its server.</summary>
internal static partial class MattermostPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "mattermost",
        Title = "Mattermost",
        Example = "https://chat.example.org/hooks/…",
        IsComplete = target => Path.IsMatch(target.AbsolutePath),
        AcceptanceOf = answer => answer.Status == 200 && answer.Body.Trim() == "ok" ? PostAcceptance.Posted : PostAcceptance.No,
        ErrorOf = answer => answer.Fields["id"],
        Rules =
        [
            new(null, "web.incoming_webhook.invalid", ResponseMeaning.Gone, "Mattermost no longer knows this webhook: make a new one and register that"),
            new(null, "web.incoming_webhook.disabled", ResponseMeaning.Refused, "incoming webhooks are switched off on this server"),
            new(null, "web.incoming_webhook.channel", ResponseMeaning.Gone, "the webhook's channel is gone: make a webhook for another one and register that"),
            new(null, "web.incoming_webhook.user", ResponseMeaning.Gone, "who made the webhook is gone: make a new one and register that"),
            new(null, "web.incoming_webhook.permissions", ResponseMeaning.Refused, "who made the webhook may not write to the channel"),
        ],
        CreateFormat = static (_, pages) => new MattermostFormat(pages),
    };

    [GeneratedRegex("/hooks/[^/]+/?$")]
    private static partial Regex Path { get; }
}

/// <summary>
/// An attachment (https://developers.mattermost.com/integrate/reference/message-attachments/) in Markdown; a post may have 16,383 characters.
/// </summary>
internal sealed class MattermostFormat(Uri? pages) : GroupingCardFormat(MattermostPlatform.Platform, pages)
{
    private const int Entries = 9000, Plain = 9000;

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["attachments"] = new JsonArray(new JsonObject
        {
            // Notifications show it as it is.
            ["fallback"] = MarkupEscaping.Lookalike(card.Title),
            ["color"] = card.Color,
            ["text"] = string.Join('\n', (string[])[$"**{MarkupEscaping.Mattermost(card.Title)}**", "", .. Lines(card), Links(card)]),
        }),
    });

    protected override Message WritePlainly(Card card) => Json(card, new JsonObject { ["text"] = PlainText(card, Plain, MarkupEscaping.Mattermost, Link) });

    // Two spaces at the end of a line are a line break.
    private static IEnumerable<string> Lines(Card card) =>
    [
        .. card.Entries.Count > 0 ? (string[])[EntriesOf(card, Entries, Line, text => text.Length)] : [],
        .. card.Summary.Length > 0 ? (string[])[MarkupEscaping.Mattermost(card.Summary)] : [],
        "",
        .. card.Facts.Select(fact => $"**{fact.Name}:** {MarkupEscaping.Mattermost(fact.Value)}  "),
    ];

    private static string Line(CardEntry entry) =>
        $"{(entry.Link is { } url ? Link(MarkupEscaping.Mattermost(entry.Text), url) : MarkupEscaping.Mattermost(entry.Text))}  ";

    private static string Links(Card card) => string.Join(" · ", card.Links.Select(link => Link(link.Text, link.Url)));

    private static string Link(string text, Uri url) => $"[{text}](<{MarkupEscaping.LinkTarget(url)}>)";
}
