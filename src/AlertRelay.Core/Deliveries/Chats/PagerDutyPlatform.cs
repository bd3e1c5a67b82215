namespace AlertRelay.Deliveries.Chats;

/// <summary>https://developer.pagerduty.com/docs/send-alert-event; the integration's key stands in the target's query and goes into the message.</summary>
internal static class PagerDutyPlatform
{
    private const string Key = "routing_key";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "pagerduty",
        Title = "PagerDuty",
        Example = "https://events.pagerduty.com/v2/enqueue?routing_key=…",
        Hosts = ["events.pagerduty.com", "events.eu.pagerduty.com"],
        IsWhole = target => target.AbsolutePath.TrimEnd('/') == "/v2/enqueue" && target.Value(Key) is not null,
        Posting = answer => answer.Status == 202 ? PostAcceptance.Accepted : PostAcceptance.No,
        Sayings =
        [
            new(400, Key, ResponseMeaning.Gone, "PagerDuty does not know the routing key: look at the integration, and register the target with its key"),
            new(400, "routing key", ResponseMeaning.Gone,
            "PagerDuty does not know the routing key: look at the integration, and register the target with its key"),
        ],
        Address = target => target.Without(Key),
    };
}
