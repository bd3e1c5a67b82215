using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Chats;

/// <summary>https://docs.ntfy.sh/publish/; its errors have numbers of five digits that begin with the status.</summary>
internal static partial class NtfyPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "ntfy",
        Title = "ntfy",
        Example = "https://ntfy.sh/your-topic",
        Hosts = ["ntfy.sh"],
        IsWhole = target => Topic.IsMatch(target.AbsolutePath),
        TakesAnything = true,
        Posting = answer => answer.Status == 200 && answer.Said["id"] is not null ? PostAcceptance.Posted : PostAcceptance.No,
        Sayings =
        [
            new(429, "42908", ResponseMeaning.TooMany, "the server's daily number of messages is used up"),
            new(401, null, ResponseMeaning.Refused, "the topic is protected: add ?auth= with an access token to the target"),
            new(403, null, ResponseMeaning.Refused, "the topic is protected: add ?auth= with an access token that may write to it to the target"),
        ],
        Refine = (outcome, answer) => outcome is DeliveryOutcome.Failed failed && answer.Said["code"] == DailyLimit
            ? failed with { RetryAfter = Hour, Pause = Hour }
            : outcome,
        // https://docs.ntfy.sh/config/#rate-limiting: 60 at once and one more every five seconds, for each address that sends.
        Allowances = target => [new($"ntfy {target.Authority}", 60, TimeSpan.FromMinutes(5))],
    };

    private const string DailyLimit = "42908";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // https://docs.ntfy.sh/publish/#limitations
    [GeneratedRegex("^/[-_A-Za-z0-9]{1,64}$")]
    private static partial Regex Topic { get; }
}
