namespace AlertRelay.Deliveries.Webhooks;

/// <summary>A receiver with a wrong clock rejects every signature, and its owner then suspects the secret. The Date header shows the clock.</summary>
internal static class ClockSkew
{
    // The tolerance of the Standard Webhooks libraries; docs/receiving-webhooks.md advises it.
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(5);

    /// <returns>For <see cref="DeliveryOutcome.Explanation"/>; null if the clocks do not explain the failure.</returns>
    public static string? Explain(int status, DateTimeOffset? date, DateTimeOffset now)
    {
        if (status is not (400 or 401 or 403) || date is not { } receiverTime || (receiverTime - now).Duration() <= Tolerated)
            return null;

        var (minutes, direction) = ((int)(receiverTime - now).Duration().TotalMinutes, receiverTime < now ? "behind" : "ahead of");
        return $"answered HTTP {status}, and its clock is {minutes} minutes {direction} the relay's: whoever checks signatures refuses those of another "
            + "time, so set the clock that is wrong";
    }
}
