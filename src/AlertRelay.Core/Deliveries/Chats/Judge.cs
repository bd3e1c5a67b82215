namespace AlertRelay.Deliveries.Chats;

/// <summary>What an answer of a platform means for a delivery.</summary>
internal static class Judge
{
    public static DeliveryOutcome Of(Platform platform, Answer answer) => platform.Refine(
        platform.Posting(answer) switch
        {
            Posting.Posted => new DeliveryOutcome.Delivered(answer.Status),
            Posting.Accepted => new DeliveryOutcome.Delivered(answer.Status) { IsOnlyAccepted = true },
            _ => platform.Sayings.FirstOrDefault(saying => saying.Fits(answer)) is { } saying ? Of(saying, answer) : Unsaid(platform, answer),
        },
        answer);

    private static DeliveryOutcome Of(Saying saying, Answer answer)
    {
        var because = $"answered HTTP {answer.Status}: {saying.Sentence}";
        var failed = new DeliveryOutcome.Failed(DeliveryError.Status, answer.Status, answer.Wish) { Because = because };
        return saying.Meaning switch
        {
            Meaning.Gone => new DeliveryOutcome.Gone(answer.Status) { Because = because },
            Meaning.TooMany => failed with { Pause = answer.Wish ?? DeliveryOutcome.PauseWhenTooMany },
            Meaning.Unreadable => failed with { IsUnreadable = true },
            _ => failed,
        };
    }

    // A 2xx of somebody who stands in between is no post. A message that is refused for an unknown reason may pass without its ornaments.
    private static DeliveryOutcome Unsaid(Platform platform, Answer answer) => answer.Status switch
    {
        >= 200 and < 300 => new DeliveryOutcome.Failed(DeliveryError.Status, answer.Status, answer.Wish)
        {
            Because = $"answered HTTP {answer.Status}, but not as {platform.Title} does when it has the message",
        },
        400 or 413 or 422 => new DeliveryOutcome.Failed(DeliveryError.Status, answer.Status) { IsUnreadable = true },
        _ => DeliveryOutcome.Of(answer.Status, answer.Wish),
    };
}
