namespace AlertRelay.Deliveries.Webhooks;

/// <summary>A receiver whose clock is wrong refuses every signature, and its owner looks for a wrong secret. The header Date of its answer tells.</summary>
internal static class ClockSkew
{
    // What Standard Webhooks' libraries tolerate; docs/receiving-webhooks.md advises it.
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(5);

    /// <returns>As <see cref="DeliveryOutcome.Explanation"/>; null where the clocks explain nothing.</returns>
    public static string? Explain(int status, DateTimeOffset? date, DateTimeOffset now)
    {
        if (status is not (400 or 401 or 403) || date is not { } theirs || (theirs - now).Duration() <= Tolerated)
            return null;

        var (minutes, side) = ((int)(theirs - now).Duration().TotalMinutes, theirs < now ? "behind" : "ahead of");
        return $"answered HTTP {status}, and its clock is {minutes} minutes {side} the relay's: whoever checks signatures refuses those of another "
            + "time, so set the clock that is wrong";
    }
}
