using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Deliveries.Webhooks;

namespace AlertRelay.Deliveries.Chats.Discord;

/// <summary>https://discord.com/developers/docs/resources/webhook#execute-webhook and /topics/rate-limits</summary>
internal static partial class DiscordPlatform
{
    private const string All = "discord";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "discord",
        Title = "Discord",
        Example = "https://discord.com/api/webhooks/…/…",
        Hosts = ["discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"],
        IsComplete = target => Path.IsMatch(target.AbsolutePath),
        AllowsProxies = true,
        AcceptanceOf = Acceptance,
        ErrorOf = answer => answer.Fields["message"] is null ? null : answer.Fields["code"],
        Rules =
        [
            new(404, "10015", ResponseMeaning.Gone, "Discord no longer knows this webhook (Unknown Webhook): make a new one and register that"),
            new(404, "10003", ResponseMeaning.Gone, "the webhook's channel or thread is gone (Unknown Channel)"),
            new(401, "50027", ResponseMeaning.Gone, "the webhook's token is not valid (Invalid Webhook Token): make a new webhook and register that"),
            new(400, "220001", ResponseMeaning.Refused, "the webhook belongs to a forum: add ?thread_id= with the id of one of its threads to the target"),
        ],
        Refine = Refine,
        // Five in two seconds is the limit of a webhook in Discord's response headers. 50 a second is the limit of the IP address.
        RateLimits = target => [new(target.AbsoluteUri, 5, TimeSpan.FromSeconds(2)), new(All, 50, TimeSpan.FromSeconds(1))],
        // After 10,000 invalid requests in ten minutes Discord blocks the IP address, which many instances may share.
        RefusalLimit = new(All, 1000, TimeSpan.FromMinutes(10)),
        // Without it Discord responds before it has saved the message, and does not report a failure.
        PostUrl = target => target.With("wait", "true"),
        CreateFormat = static (_, pages) => new DiscordFormat(pages),
    };

    private static PostAcceptance Acceptance(PlatformResponse answer) => answer.Status switch
    {
        200 when answer.Fields["id"] is not null => PostAcceptance.Posted,
        204 => PostAcceptance.Accepted,
        _ => PostAcceptance.No,
    };

    private static DeliveryOutcome Refine(DeliveryOutcome outcome, PlatformResponse answer) => outcome switch
    {
        DeliveryOutcome.Delivered delivered when answer.Header("X-RateLimit-Remaining") == "0" =>
            delivered with { Pause = RetryAfter.Seconds(answer.Header("X-RateLimit-Reset-After")) },
        DeliveryOutcome.Failed failed => failed with { PausesWholePlatform = PausesWholePlatform(answer), CountsAgainstRelay = CountsAgainstRelay(answer) },
        _ => outcome,
    };

    // The second case is Cloudflare's page for a blocked IP address.
    private static bool PausesWholePlatform(PlatformResponse answer) =>
        answer.Status == 429 && (answer.Fields["global"] == "true" || answer.Fields["retry_after"] is null || answer.Header("X-RateLimit-Global") is not null);

    private static bool CountsAgainstRelay(PlatformResponse answer) =>
        answer.Status is 401 or 403 || (answer.Status == 429 && answer.Header("X-RateLimit-Scope") != "shared");

    [GeneratedRegex(@"^/api/(v\d+/)?webhooks/\d+/[^/]+/?$")]
    private static partial Regex Path { get; }
}

/// <summary>
/// An embed (https://discord.com/developers/docs/resources/message#embed-object-embed-limits): title 256, description 4096, 25 fields, name
/// 256, value 1024, total 6000.
/// </summary>
internal sealed class DiscordFormat(Uri? pages) : GroupingCardFormat(DiscordPlatform.Platform, pages)
{
    private const int Title = 256, Description = 2500, Entries = 4000, Value = 280, Fields = 10, Content = 2000, Inline = 24;

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["allowed_mentions"] = NoMentions(),
        // Lock screens show no embeds.
        ["content"] = TextTruncation.Fit(card.Title, Content, MarkupEscaping.Markdown),
        ["embeds"] = new JsonArray(Embed(card)),
    });

    private static JsonObject Embed(Card card)
    {
        var embed = new JsonObject
        {
            ["title"] = TextTruncation.Fit(card.Title, Title, MarkupEscaping.Markdown),
            ["color"] = int.Parse(card.Color.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        };
        if (DescriptionOf(card) is { Length: > 0 } description)
            embed["description"] = description;

        embed["fields"] = Each(
            card.Facts.Take(Fields),
            fact => new JsonObject
            {
                ["name"] = fact.Name,
                ["value"] = TextTruncation.Fit(fact.Value, Value, MarkupEscaping.Markdown),
                ["inline"] = fact.Value.Length < Inline,
            });
        return embed;
    }

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject { ["allowed_mentions"] = NoMentions(), ["content"] = PlainText(card, Content, MarkupEscaping.Markdown, Link) });

    // Text is truncated, links never are.
    private static string DescriptionOf(Card card)
    {
        var links = string.Join(" · ", card.Links.Select(link => Link(link.Text, link.Url)));
        var text = card.Entries.Count > 0
            ? EntriesOf(card, Entries - links.Length - 1, Line, line => line.Length)
            : TextTruncation.Fit(card.Summary, Description - 1000, MarkupEscaping.Markdown);
        var max = card.Entries.Count > 0 ? Entries : Description;
        return links.Length > max - text.Length - 1 ? text : $"{text}\n{links}".Trim();
    }

    private static string Line(CardEntry entry) => entry.Link is { } url ? Link(MarkupEscaping.Markdown(entry.Text), url) : MarkupEscaping.Markdown(entry.Text);

    private static string Link(string text, Uri url) => $"[{text}]({MarkupEscaping.LinkTarget(url)})";

    private static JsonObject NoMentions() => new() { ["parse"] = new JsonArray() };
}
