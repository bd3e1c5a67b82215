using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>https://developers.google.com/workspace/chat/quickstart/webhooks</summary>
internal static partial class GoogleChatPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "google-chat",
        Title = "Google Chat",
        Example = "https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…",
        Hosts = ["chat.googleapis.com"],
        IsWhole = target => Path.IsMatch(target.AbsolutePath) && target.Value("key") is not null && target.Value("token") is not null,
        TakesProxies = true,
        Posting = answer => answer.Status == 200 && answer.Said["name"] is not null ? PostAcceptance.Posted : PostAcceptance.No,
        Sayings =
        [
            new(404, null, ResponseMeaning.Gone, "the space or its webhook was deleted: make a new webhook and register that"),
            new(400, "API_KEY_INVALID", ResponseMeaning.Refused, "the key in the URL is not valid: copy the webhook's URL again and register that"),
            // Google answers 401 now and then to webhooks that are well: it must not end a subscription.
            new(401, null, ResponseMeaning.Refused, "the token in the URL was not accepted"),
            new(403, null, ResponseMeaning.Refused, "the webhook may not post to the space: look whether it is still listed there"),
        ],
        // https://developers.google.com/workspace/chat/limits: one a second for each space, whoever writes.
        Allowances = target => [new($"google-chat {target.AbsolutePath}", 1, TimeSpan.FromSeconds(1))],
    };

    [GeneratedRegex("^/v1/spaces/[^/]+/messages/?$")]
    private static partial Regex Path { get; }
}
