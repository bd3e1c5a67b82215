using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries.Formats;

/// <summary>
/// Events API v2 (https://developer.pagerduty.com/docs/send-alert-event): an incident for each notice, resolved when the notice is withdrawn or its level
/// falls. Never several notices in one: nothing could resolve that. Summary 1024, key 255.
/// </summary>
internal sealed class PagerDutyFormat(Uri? relay) : CardFormat(relay)
{
    private const int Summary = 1024;

    public override string Name => "pagerduty";

    // PagerDuty reads the integration's key from the message.
    public override Message Address(Message message, Uri target) => With(message, "routing_key", target.Value("routing_key"));

    protected override Message Write(Card card) => Json(card, new JsonObject
    {
        ["event_action"] = card.IsRelief ? "resolve" : "trigger",
        ["dedup_key"] = card.Thread,
        ["client"] = "AlertRelay",
        ["payload"] = new JsonObject
        {
            ["summary"] = TextTruncation.To(card.Headline, Summary),
            ["source"] = card.Facts.FirstOrDefault(fact => fact.Name == "Authority")?.Value ?? "AlertRelay",
            ["severity"] = card.Severity switch { Severity.Extreme => "critical", Severity.Severe => "error", Severity.Moderate => "warning", _ => "info" },
            ["custom_details"] = new JsonObject(Details(card).DistinctBy(detail => detail.Key)),
        },
        ["links"] = Each(card.Links, link => new JsonObject { ["href"] = link.Url.AbsoluteUri, ["text"] = link.Text }),
    });

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Details(Card card) =>
    [
        .. card.Facts.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Value)),
        .. card.Summary.Length > 0 ? (KeyValuePair<string, JsonNode?>[])[KeyValuePair.Create("Summary", (JsonNode?)card.Summary)] : [],
    ];
}
