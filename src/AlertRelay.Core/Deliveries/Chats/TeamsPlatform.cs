namespace AlertRelay.Deliveries.Chats;

/// <summary>
/// Workflows of Power Automate with the trigger "When a Teams webhook request is received". They answer before they post, and say nothing of it when
/// the post fails. Any other flow is called in the same way and may want the plain webhook.
/// </summary>
internal static class TeamsPlatform
{
    private const string NewUrl = "copy the flow's URL again and register that";

    public static readonly ChatPlatform Platform = new()
    {
        Name = "teams",
        Title = "Microsoft Teams",
        Example = "https://….logic.azure.com/workflows/…/triggers/manual/paths/invoke?…&sig=…",
        Hosts = [".logic.azure.com", ".api.powerplatform.com"],
        IsWhole = target => target.AbsolutePath.Contains("/workflows/", StringComparison.OrdinalIgnoreCase) && target.Value("sig") is not null,
        TakesProxies = true,
        TakesAnything = true,
        Posting = PostingOf,
        Sayings =
        [
            new(null, "HTTP error 429", ResponseMeaning.TooMany, "Teams takes no more messages for the moment"),
            new(null, "WorkflowTriggerIsNotEnabled", ResponseMeaning.Refused, "the flow is switched off: switch it on"),
            new(null, "WorkflowNotFound", ResponseMeaning.Gone, "the flow was deleted: make a new one and register its URL"),
            new(null, "DirectApiAuthorizationRequired", ResponseMeaning.Refused, "the flow wants its callers signed in: set who may trigger it to 'Anyone'"),
            new(404, null, ResponseMeaning.Gone, "the flow was deleted: make a new one and register its URL"),
            new(401, null, ResponseMeaning.Gone, $"the signature in the flow's URL is no longer valid: {NewUrl}"),
            new(200, "HTTP error", ResponseMeaning.Refused, "Teams itself refused the message"),
        ],
        // Written of the connectors, which came before:
        // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors
        Allowances = target => [new(target.AbsoluteUri, 4, TimeSpan.FromSeconds(1)), new($"{target.AbsoluteUri} 30 s", 60, TimeSpan.FromSeconds(30))],
    };

    // A connector's 200 may carry "Microsoft Teams endpoint returned HTTP error 429". A flow answers 200 only where its maker put a response behind the post.
    private static PostAcceptance PostingOf(PlatformResponse answer) => answer.Status switch
    {
        202 => PostAcceptance.Accepted,
        200 when !answer.Body.Contains("HTTP error", StringComparison.OrdinalIgnoreCase) => PostAcceptance.Posted,
        _ => PostAcceptance.No,
    };
}
