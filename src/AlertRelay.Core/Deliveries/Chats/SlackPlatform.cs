using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

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
        IsWhole = target => Path.IsMatch(target.AbsolutePath),
        TakesProxies = true,
        Posting = answer => answer.Status == 200 && answer.Body.Trim() == "ok" ? PostAcceptance.Posted : PostAcceptance.No,
        Sayings =
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
            new(404, null, ResponseMeaning.Gone, $"Slack does not know this webhook: {NewOne}"),
            new(null, "action_prohibited", ResponseMeaning.Refused, "an administrator of the workspace does not allow the post (action_prohibited)"),
            new(null, "posting_to_general_channel_denied", ResponseMeaning.Refused,
            "the webhook may not post to this channel (posting_to_general_channel_denied)"),
            new(null, "rollup_error", ResponseMeaning.Refused, "Slack had a fault of its own (rollup_error)"),
        ],
        // https://docs.slack.dev/apis/web-api/rate-limits: one a second for each webhook; who goes on regardless may be shut out for good.
        Allowances = target => [new(target.AbsoluteUri, 1, TimeSpan.FromSeconds(1))],
    };

    [GeneratedRegex("^/(services|workflows)/.+")]
    private static partial Regex Path { get; }
}
