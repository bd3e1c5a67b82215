using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Chats.Slack;

/// <summary>https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks</summary>
internal static partial class SlackPlatform
{
    private const string NewOne = "make a new webhook and register that";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "slack",
        Title = "Slack",
        Example = "https://hooks.slack.com/services/T…/B…/…",
        Hosts = ["hooks.slack.com", "hooks.slack-gov.com"],
        IsComplete = target => Path.IsMatch(target.AbsolutePath),
        AllowsProxies = true,
        AcceptanceOf = answer => answer.Status == 200 && answer.Body.Trim() == "ok" ? PostAcceptance.Posted : PostAcceptance.No,
        // One word such as "no_service", or JSON from webhooks of workflows.
        ErrorOf = answer => Code.IsMatch(answer.Body.Trim()) ? answer.Body.Trim() : answer.Fields["ok"] == "false" ? answer.Fields["error"] : null,
        Rules =
        [
            new(null, "no_service", ResponseMeaning.Gone, $"Slack no longer knows this webhook (no_service): {NewOne}"),
            new(null, "no_active_hooks", ResponseMeaning.Gone, $"the webhook was switched off (no_active_hooks): {NewOne}"),
            new(null, "no_team", ResponseMeaning.Gone, "Slack no longer knows the workspace (no_team)"),
            new(null, "team_disabled", ResponseMeaning.Gone, "the workspace was switched off (team_disabled)"),
            new(null, "invalid_token", ResponseMeaning.Gone, $"the webhook's token is not valid (invalid_token): {NewOne}"),
            new(null, "channel_not_found", ResponseMeaning.Gone, $"the webhook's channel is gone (channel_not_found): {NewOne}"),
            new(null, "user_not_found", ResponseMeaning.Gone, $"the webhook's receiver is gone (user_not_found): {NewOne}"),
            new(null, "channel_is_archived", ResponseMeaning.Gone,
            "the webhook's channel is archived (channel_is_archived): unarchive it, or make a webhook for another one"),
            new(null, "action_prohibited", ResponseMeaning.Refused, "an administrator of the workspace does not allow the post (action_prohibited)"),
            new(null, "posting_to_general_channel_denied", ResponseMeaning.Refused,
            "the webhook may not post to this channel (posting_to_general_channel_denied)"),
            new(null, "rollup_error", ResponseMeaning.Refused, "Slack had an internal error (rollup_error)"),
        ],
        // https://docs.slack.dev/apis/web-api/rate-limits: one a second per webhook. Slack may block senders that ignore it.
        RateLimits = target => [new(target.AbsoluteUri, 1, TimeSpan.FromSeconds(1))],
        CreateFormat = static (_, pages) => new SlackFormat(pages),
    };

    [GeneratedRegex("^/(services|workflows)/.+")]
    private static partial Regex Path { get; }

    [GeneratedRegex(@"^[a-z_]+\z")]
    private static partial Regex Code { get; }
}

/// <summary>
/// Block Kit (https://api.slack.com/reference/block-kit/blocks) with plain text and rich text only, which Slack does not parse as markup. Limits on
/// that page: header 150, section 3000, button 75, 50 blocks; all blocks together about 13,000 characters.
/// </summary>
internal sealed class SlackFormat(Uri? pages) : GroupingCardFormat(SlackPlatform.Platform, pages)
{
    private const int Header = 150, Section = 3000, Fallback = 3000, Entries = 8000;

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        // Only notifications show it, but it is parsed as markup.
        ["text"] = TextTruncation.Fit(card.Title, Fallback, MarkupEscaping.Slack),
        ["mrkdwn"] = false,
        ["unfurl_links"] = false,
        ["unfurl_media"] = false,
        ["blocks"] = new JsonArray([.. Blocks(card)]),
    });

    protected override Message WritePlainly(Card card) =>
        Json(card, new JsonObject
        {
            ["text"] = PlainText(card, Fallback, MarkupEscaping.Slack, (text, url) => $"{text} {MarkupEscaping.Slack(url.AbsoluteUri)}"),
            ["mrkdwn"] = false,
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        });

    private static IEnumerable<JsonNode> Blocks(Card card) =>
    [
        new JsonObject { ["type"] = "header", ["text"] = Plain(card.Title, Header) },
        .. card.Title.Length > Header ? [Text(card.Title)] : (JsonNode[])[],
        .. card.Entries.Count > 0 ? [EntriesOf(card)] : (JsonNode[])[],
        .. card.Summary.Length > 0 ? [Text(card.Summary)] : (JsonNode[])[],
        .. card.Facts.Count > 0 ? [Facts(card.Facts)] : (JsonNode[])[],
        .. card.Links.Count > 0 ? [new JsonObject { ["type"] = "actions", ["elements"] = Each(card.Links, Button) }] : (JsonNode[])[],
    ];

    private static JsonObject Text(string text) => new() { ["type"] = "section", ["text"] = Plain(text, Section) };

    // Only rich text can show bold names without parsing the values as markup.
    private static JsonObject Facts(IEnumerable<CardField> facts) => RichText(facts.SelectMany((fact, number) => (JsonNode[])
    [
        new JsonObject { ["type"] = "text", ["text"] = $"{(number > 0 ? "\n" : "")}{fact.Name}: ", ["style"] = new JsonObject { ["bold"] = true } },
        Run(fact.Value),
    ]));

    private static JsonObject EntriesOf(Card card)
    {
        var (visible, missing) = CutList.Take(card.Entries, card.Unlisted, Entries, entry => WithUrl(entry).Length + 1);
        var lines = visible.Select(Line).Concat(CutList.More(missing).Select(Run));
        return RichText(lines.SelectMany((line, number) => number > 0 ? (JsonNode[])[Run("\n"), line] : [line]));
    }

    private static JsonObject Line(CardEntry entry) =>
        entry.Link is { } link ? new JsonObject { ["type"] = "link", ["url"] = link.AbsoluteUri, ["text"] = entry.Text } : Run(entry.Text);

    private static JsonObject Run(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject RichText(IEnumerable<JsonNode> elements) => new()
    {
        ["type"] = "rich_text",
        ["elements"] = new JsonArray(new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray([.. elements]) }),
    };

    private static JsonObject Plain(string text, int max) => new() { ["type"] = "plain_text", ["text"] = TextTruncation.To(text, max), ["emoji"] = false };

    private static JsonObject Button(CardLink link) => new() { ["type"] = "button", ["text"] = Plain(link.Text, 75), ["url"] = link.Url.AbsoluteUri };
}
