namespace AlertRelay.Deliveries.Chats;

/// <summary>What an answer of a platform means for a delivery.</summary>
internal static class ResponseClassifier
{
    public static DeliveryOutcome Of(ChatPlatform platform, PlatformResponse answer) => platform.Refine(
        platform.AcceptanceOf(answer) switch
        {
            PostAcceptance.Posted => new DeliveryOutcome.Delivered(answer.Status),
            PostAcceptance.Accepted => new DeliveryOutcome.Delivered(answer.Status) { IsOnlyAccepted = true },
            _ => platform.Rules.FirstOrDefault(rule => rule.Fits(answer)) is { } rule ? Of(rule, answer) : Unsaid(platform, answer),
        },
        answer);

    private static DeliveryOutcome Of(ResponseRule rule, PlatformResponse answer)
    {
        var because = $"answered HTTP {answer.Status}: {rule.Sentence}";
        var failed = new DeliveryOutcome.Failed(DeliveryError.Status, answer.Status, answer.RetryAfter) { Explanation = because };
        return rule.Meaning switch
        {
            ResponseMeaning.Gone => new DeliveryOutcome.Gone(answer.Status) { Explanation = because },
            ResponseMeaning.TooMany => failed with { Pause = answer.RetryAfter ?? DeliveryOutcome.PauseAfterTooManyRequests },
            _ => failed,
        };
    }

    // A 2xx of somebody who stands in between is no post. A message that is refused for an unknown reason may pass without its ornaments.
    private static DeliveryOutcome Unsaid(ChatPlatform platform, PlatformResponse answer) => answer.Status switch
    {
        >= 200 and < 300 => new DeliveryOutcome.Failed(DeliveryError.Status, answer.Status, answer.RetryAfter)
        {
            Explanation = $"answered HTTP {answer.Status}, but not as {platform.Title} does when it has the message",
        },
        400 or 413 or 422 => new DeliveryOutcome.Failed(DeliveryError.Status, answer.Status) { IsContentRejected = true },
        _ => DeliveryOutcome.Of(answer.Status, answer.RetryAfter),
    };
}

internal enum ResponseMeaning
{
    /// <summary>Nothing will ever be posted there again: the subscription is disabled.</summary>
    Gone,

    /// <summary>Somebody may put it right: tried again as the schedule says.</summary>
    Refused,

    TooMany,
}

/// <summary>One of the things that a platform answers, and what it means.</summary>
/// <param name="Status">Null for any.</param>
/// <param name="Words">Stand in the answer's body, in whatever case; null for any body.</param>
/// <param name="Sentence">For the subscription's owner, after "answered HTTP 403: ".</param>
internal sealed record ResponseRule(int? Status, string? Words, ResponseMeaning Meaning, string Sentence)
{
    public bool Fits(PlatformResponse answer) =>
        (Status is null || Status == answer.Status)
        && (Words is null || answer.Body.Contains(Words, StringComparison.OrdinalIgnoreCase));
}
