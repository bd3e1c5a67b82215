using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

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
        IsWhole = target => Path.IsMatch(target.AbsolutePath),
        TakesProxies = true,
        Posting = PostingOf,
        Sayings =
        [
            new(404, "10015", ResponseMeaning.Gone, "Discord no longer knows this webhook (Unknown Webhook): make a new one and register that"),
            new(404, "10003", ResponseMeaning.Gone, "the webhook's channel or thread is gone (Unknown Channel)"),
            new(401, "50027", ResponseMeaning.Gone, "the webhook's token is not valid (Invalid Webhook Token): make a new webhook and register that"),
            new(400, "220001", ResponseMeaning.Refused, "the webhook belongs to a forum: add ?thread_id= with the id of one of its threads to the target"),
        ],
        Refine = Refine,
        // Five in two seconds is what its answers' headers say of webhooks; they count where they say less. 50 a second is for the whole address.
        Allowances = target => [new(target.AbsoluteUri, 5, TimeSpan.FromSeconds(2)), new(All, 50, TimeSpan.FromSeconds(1))],
        // 10,000 in ten minutes shut out an address, which many instances may share.
        Refusals = new(All, 1000, TimeSpan.FromMinutes(10)),
        // Without it Discord answers before it has saved the message, and does not say when it could not.
        Address = target => target.With("wait", "true"),
    };

    private static PostAcceptance PostingOf(PlatformResponse answer) => answer.Status switch
    {
        200 when answer.Said["id"] is not null => PostAcceptance.Posted,
        204 => PostAcceptance.Accepted,
        _ => PostAcceptance.No,
    };

    private static DeliveryOutcome Refine(DeliveryOutcome outcome, PlatformResponse answer) => outcome switch
    {
        DeliveryOutcome.Delivered delivered when answer.Header("X-RateLimit-Remaining") == "0" =>
            delivered with { Pause = PlatformResponse.Seconds(answer.Header("X-RateLimit-Reset-After")) },
        DeliveryOutcome.Failed failed => failed with { PausesWholePlatform = PausesWholePlatform(answer), CountsAgainstRelay = CountsAgainstRelay(answer) },
        _ => outcome,
    };

    // The second is Cloudflare's page: the address is shut out.
    private static bool PausesWholePlatform(PlatformResponse answer) =>
        answer.Status == 429 && (answer.Said["global"] == "true" || answer.Said["retry_after"] is null || answer.Header("X-RateLimit-Global") is not null);

    private static bool CountsAgainstRelay(PlatformResponse answer) =>
        answer.Status is 401 or 403 || (answer.Status == 429 && answer.Header("X-RateLimit-Scope") != "shared");

    [GeneratedRegex(@"^/api/(v\d+/)?webhooks/\d+/[^/]+/?$")]
    private static partial Regex Path { get; }
}
