using System.Text;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Chats.Ntfy;

/// <summary>https://docs.ntfy.sh/publish/; errors have five-digit codes that begin with the status.</summary>
internal static partial class NtfyPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "ntfy",
        Title = "ntfy",
        Example = "https://ntfy.sh/your-topic",
        Hosts = ["ntfy.sh"],
        IsComplete = target => Topic.IsMatch(target.AbsolutePath),
        AllowsPlainWebhooks = true,
        AcceptanceOf = answer => answer.Status == 200 && answer.Fields["id"] is not null ? PostAcceptance.Posted : PostAcceptance.No,
        ErrorOf = answer => answer.Fields["code"],
        Rules =
        [
            new(429, "42908", ResponseMeaning.TooMany, "the server's daily number of messages is used up"),
            new(401, null, ResponseMeaning.Refused, "the topic is protected: add ?auth= with an access token to the target"),
            new(403, null, ResponseMeaning.Refused, "the topic is protected: add ?auth= with an access token that may write to it to the target"),
        ],
        Refine = (outcome, answer) => outcome is DeliveryOutcome.Failed failed && answer.Fields["code"] == DailyLimit
            ? failed with { RetryAfter = Hour, Pause = Hour }
            : outcome,
        // https://docs.ntfy.sh/config/#rate-limiting: a burst of 60, and then one every five seconds, per sending IP address.
        RateLimits = target => [new($"ntfy {target.Authority}", 60, TimeSpan.FromMinutes(5))],
        CreateFormat = static (_, pages) => new NtfyFormat(pages),
    };

    private const string DailyLimit = "42908";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // https://docs.ntfy.sh/publish/#limitations
    [GeneratedRegex("^/[-_A-Za-z0-9]{1,64}$")]
    private static partial Regex Topic { get; }
}

/// <summary>
/// The text is the body, and everything else is in the query (https://docs.ntfy.sh/publish/#list-of-all-parameters), because headers could contain
/// ASCII only. The limit of a message is 4096 bytes; a longer one would become an attachment.
/// </summary>
internal sealed class NtfyFormat(Uri? pages) : GroupingCardFormat(NtfyPlatform.Platform, pages)
{
    private const int MaxBytes = 4096, Title = 250;

    protected override Message Write(Card card)
    {
        var text = TextOf(card, MaxBytes);
        return new Message(card.Id, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text.Length > 0 ? text : card.Headline))
        {
            Query = Parameters(card).ToDictionary(),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(Card card) =>
    [
        new("title", TextTruncation.ToBytes(card.Title, Title)),
        new("priority", card.IsRelief ? "2" : card.Severity switch { Severity.Extreme => "5", Severity.Severe => "4", Severity.Minor => "2", _ => "3" }),
        .. card.Links.Take(1).Select(link => KeyValuePair.Create("click", link.Url.AbsoluteUri)),
    ];
}
