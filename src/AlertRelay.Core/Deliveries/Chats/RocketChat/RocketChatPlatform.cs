using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Chats.RocketChat;

/// <summary>https://docs.rocket.chat/docs/integrations</summary>
internal static partial class RocketChatPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "rocket-chat",
        Title = "Rocket.Chat",
        Example = "https://chat.example.org/hooks/…/…",
        IsComplete = target => Path.IsMatch(target.AbsolutePath),
        AcceptanceOf = answer => answer.Status == 200 && answer.Fields["success"] == "true" ? PostAcceptance.Posted : PostAcceptance.No,
        ErrorOf = answer => answer.Fields["success"] == "false" ? answer.Fields["error"] : null,
        Rules =
        [
            new(null, "Invalid integration id or token", ResponseMeaning.Gone,
            "Rocket.Chat no longer knows this integration: make a new one and register its URL"),
            new(null, "error-not-allowed", ResponseMeaning.Refused, "the integration's user may not write there: let it join the channel"),
            new(null, "invalid-channel", ResponseMeaning.Refused, "the integration's channel is not there: choose another one in its settings"),
            new(null, "error-too-many-requests", ResponseMeaning.TooMany, "Rocket.Chat takes no more messages for the moment"),
        ],
        CreateFormat = static (_, pages) => new RocketChatFormat(pages),
    };

    // "/hooks/id/token"; versions before 2: "/hooks/id/user/token".
    [GeneratedRegex("/hooks/[^/]+/([^/]+/)?[^/]+/?$")]
    private static partial Regex Path { get; }
}

/// <summary>An attachment (https://developer.rocket.chat/docs/message-attachments). The default limit of a message is 5000 characters.</summary>
internal sealed class RocketChatFormat(Uri? pages) : GroupingCardFormat(RocketChatPlatform.Platform, pages)
{
    private const int Title = 500, Text = 2800, Plain = 4500, Short = 40;

    protected override Message Write(Card card)
    {
        var attachment = new JsonObject
        {
            ["title"] = TextTruncation.Fit(card.Title, Title, MarkupEscaping.Lookalike),
            ["color"] = card.Color,
            ["fields"] = Each(
                card.Facts,
                fact => new JsonObject { ["title"] = fact.Name, ["value"] = MarkupEscaping.Lookalike(fact.Value), ["short"] = fact.Value.Length < Short }),
        };
        if (card.Links is [var first, ..])
            attachment["title_link"] = first.Url.AbsoluteUri;
        if (TextOf(card) is { Length: > 0 } text)
            attachment["text"] = text;

        return Json(card, new JsonObject { ["parseUrls"] = false, ["attachments"] = new JsonArray(attachment) });
    }

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject { ["text"] = PlainText(card, Plain, MarkupEscaping.Lookalike, Link), ["parseUrls"] = false });

    private static string TextOf(Card card) =>
        card.Entries.Count > 0 ? EntriesOf(card, Text, Line, text => text.Length) : TextTruncation.Fit(card.Summary, Text, MarkupEscaping.Lookalike);

    private static string Line(CardEntry entry) =>
        entry.Link is { } url ? Link(MarkupEscaping.Lookalike(entry.Text), url) : MarkupEscaping.Lookalike(entry.Text);

    private static string Link(string text, Uri url) => $"[{text}]({MarkupEscaping.LinkTarget(url)})";
}
