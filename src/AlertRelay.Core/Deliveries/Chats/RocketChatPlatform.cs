using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>https://docs.rocket.chat/docs/integrations</summary>
internal static partial class RocketChatPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "rocket-chat",
        Title = "Rocket.Chat",
        Example = "https://chat.example.org/hooks/…/…",
        IsWhole = target => Path.IsMatch(target.AbsolutePath),
        Posting = answer => answer.Status == 200 && answer.Said["success"] == "true" ? PostAcceptance.Posted : PostAcceptance.No,
        Sayings =
        [
            new(null, "Invalid integration id or token", ResponseMeaning.Gone,
            "Rocket.Chat no longer knows this integration: make a new one and register its URL"),
            new(null, "error-not-allowed", ResponseMeaning.Refused, "the integration's user may not write there: let it join the channel"),
            new(null, "invalid-channel", ResponseMeaning.Refused, "the integration's channel is not there: choose another one in its settings"),
            new(null, "error-too-many-requests", ResponseMeaning.TooMany, "Rocket.Chat takes no more messages for the moment"),
        ],
    };

    // "/hooks/id/token", and "/hooks/id/user/token" of versions before 2.
    [GeneratedRegex("/hooks/[^/]+/([^/]+/)?[^/]+/?$")]
    private static partial Regex Path { get; }
}
