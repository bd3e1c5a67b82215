namespace AlertRelay.Deliveries.Chats;

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
