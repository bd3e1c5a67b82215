namespace AlertRelay.Deliveries;

/// <summary>The retries of a failed delivery: 10 attempts over about 75 hours.</summary>
/// <param name="random">From 0 to below 1.</param>
public sealed class RetrySchedule(Func<double> random)
{
    /// <summary>Jitter: each wait is between 80 % and 120 % of the planned one, so that receivers that failed together are not retried together.</summary>
    public const double Spread = 0.2;

    /// <summary>The waits before the second and each further attempt (the example schedule of Standard Webhooks).</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>How long a delivery may be deferred in all, from its first attempt.</summary>
    public static readonly TimeSpan MaxDeferral = TimeSpan.FromHours(75);

    // Receivers that always answer "Retry-After: 1" are asked ever more rarely: some 250 times within MaxDeferral.
    private static readonly TimeSpan MaxFirstRetry = TimeSpan.FromMinutes(30);
    private const double GrowthFactor = 1.05;

    /// <param name="deferrals">Those so far.</param>
    /// <param name="since">The time since the first attempt.</param>
    /// <returns>The wait before the next attempt if the receiver named it with 429 or 503; then the attempt does not count. Otherwise null.</returns>
    internal static TimeSpan? Deferral(int deferrals, TimeSpan since, DeliveryOutcome.Failed failed)
    {
        if (failed is not { Status: 429 or 503, RetryAfter: { } requested })
            return null;

        var firstRetry = Waits[0] * Math.Min(Math.Pow(GrowthFactor, deferrals), MaxFirstRetry / Waits[0]);
        var wait = requested > firstRetry ? requested : firstRetry;
        return since + wait <= MaxDeferral ? wait : null;
    }

    /// <param name="attempts">The failed attempts so far that count: 1 or more.</param>
    /// <returns>The wait before the next attempt, or null after the last one. Retry-After may lengthen it, never shorten it.</returns>
    internal TimeSpan? After(int attempts, DeliveryOutcome.Failed failed)
    {
        if (attempts > Waits.Count)
            return null;

        var planned = Waits[attempts - 1] * (1 + (Spread * ((2 * random()) - 1)));
        return failed.RetryAfter > planned ? failed.RetryAfter : planned;
    }
}
