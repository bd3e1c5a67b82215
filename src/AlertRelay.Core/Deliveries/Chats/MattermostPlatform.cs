using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>https://developers.mattermost.com/integrate/webhooks/incoming/; its server says what is wrong by ids, in HandleIncomingWebhook.</summary>
internal static partial class MattermostPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "mattermost",
        Title = "Mattermost",
        Example = "https://chat.example.org/hooks/…",
        IsWhole = target => Path.IsMatch(target.AbsolutePath),
        Posting = answer => answer.Status == 200 && answer.Body.Trim() == "ok" ? PostAcceptance.Posted : PostAcceptance.No,
        Sayings =
        [
            new(null, "web.incoming_webhook.invalid", ResponseMeaning.Gone, "Mattermost no longer knows this webhook: make a new one and register that"),
            new(null, "web.incoming_webhook.disabled", ResponseMeaning.Refused, "incoming webhooks are switched off on this server"),
            new(null, "web.incoming_webhook.channel", ResponseMeaning.Gone, "the webhook's channel is gone: make a webhook for another one and register that"),
            new(null, "web.incoming_webhook.user", ResponseMeaning.Gone, "who made the webhook is gone: make a new one and register that"),
            new(null, "web.incoming_webhook.permissions", ResponseMeaning.Refused, "who made the webhook may not write to the channel"),
        ],
    };

    [GeneratedRegex("/hooks/[^/]+/?$")]
    private static partial Regex Path { get; }
}
