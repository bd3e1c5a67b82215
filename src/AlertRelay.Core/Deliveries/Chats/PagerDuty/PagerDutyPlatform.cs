using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Chats.PagerDuty;

/// <summary>https://developer.pagerduty.com/docs/send-alert-event; the integration key comes from the target's query and goes into the message.</summary>
internal static class PagerDutyPlatform
{
    public const string RoutingKey = "routing_key";

    private const string UnknownKey =
        "PagerDuty does not know the routing key: look at the integration, and register the target with its key";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "pagerduty",
        Title = "PagerDuty",
        Example = "https://events.pagerduty.com/v2/enqueue?routing_key=…",
        Hosts = ["events.pagerduty.com", "events.eu.pagerduty.com"],
        IsComplete = target => target.AbsolutePath.TrimEnd('/') == "/v2/enqueue" && target.Value(RoutingKey) is not null,
        AcceptanceOf = answer => answer.Status == 202 ? PostAcceptance.Accepted : PostAcceptance.No,
        ErrorOf = answer => answer.Fields["status"] is null ? null : answer.Body,
        Rules =
        [
            new(400, RoutingKey, ResponseMeaning.Gone, UnknownKey),
            new(400, "routing key", ResponseMeaning.Gone, UnknownKey),
        ],
        PostUrl = target => target.Without(RoutingKey),
        CreateFormat = static (_, pages) => new PagerDutyFormat(pages),
    };
}

/// <summary>
/// Events API v2 (https://developer.pagerduty.com/docs/send-alert-event): one incident per notice or cluster. It is resolved when the notice is withdrawn,
/// its level is lowered below the subscription's minimum, or the cluster ends; a trigger with the same key updates it. Notices are never grouped, because a
/// group could not be resolved. Limits: summary 1024, key 255.
/// </summary>
internal sealed class PagerDutyFormat(Uri? pages) : CardFormat(PagerDutyPlatform.Platform, pages)
{
    private const int Summary = 1024;

    public override bool IsIncident => true;

    // PagerDuty expects the integration key in the message. What a lowered level means depends on the subscription.
    public override Message Address(Message message, Alert alert, Subscription subscription) => With(
        With(message, PagerDutyPlatform.RoutingKey, subscription.Target.Value(PagerDutyPlatform.RoutingKey)),
        "event_action",
        IsOver(alert, subscription.Filter.MinimumSeverity) ? "resolve" : "trigger");

    // An unknown level is never taken for a low one.
    private static bool IsOver(Alert alert, Severity? minimum) =>
        alert.Change == ChangeKind.Withdrawn || (alert.Change == ChangeKind.Lowered && alert.Level.IsKnown && alert.Level.Severity < minimum);

    protected override Message Write(Card card)
    {
        var body = new JsonObject
        {
            ["dedup_key"] = card.Thread,
            ["client"] = "AlertRelay",
            ["payload"] = new JsonObject
            {
                ["summary"] = TextTruncation.To(card.Headline, Summary),
                ["source"] = card.Facts.FirstOrDefault(fact => fact.Name == "Authority")?.Value ?? "AlertRelay",
                ["severity"] = card.Severity switch
                {
                    Severity.Extreme => "critical",
                    Severity.Severe => "error",
                    Severity.Moderate => "warning",
                    _ => "info",
                },
                ["custom_details"] = new JsonObject(Details(card).DistinctBy(detail => detail.Key)),
            },
        };
        if (card.Links.Count > 0)
            body["links"] = Each(card.Links, link => new JsonObject { ["href"] = link.Url.AbsoluteUri, ["text"] = link.Text });

        return Json(card, body);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Details(Card card) =>
    [
        .. card.Facts.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Value)),
        .. card.Entries.Select((entry, index) => KeyValuePair.Create($"Member {index + 1}", (JsonNode?)WithUrl(entry))),
        .. card.Summary.Length > 0 ? (KeyValuePair<string, JsonNode?>[])[KeyValuePair.Create("Summary", (JsonNode?)card.Summary)] : [],
    ];
}
