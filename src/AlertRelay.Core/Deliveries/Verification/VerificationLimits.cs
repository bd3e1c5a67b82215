namespace AlertRelay.Deliveries.Verification;

/// <summary>
/// Limits how often a tenant can make the relay call a host that has not consented. This prevents floods, and no tenant can use up the attempts
/// of others at a shared host such as a chat's. Each process counts for itself.
/// </summary>
internal sealed class VerificationLimits(TimeProvider time)
{
    /// <summary>Per hour. Enough for all channels of a large organisation at one chat, and too few to harm a host.</summary>
    public const int MaxPerHost = 60;

    /// <summary>The maximum number of emails to one address per hour.</summary>
    public const int MaxPerAddress = 5;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Tenant, string Scope), Queue<DateTimeOffset>> _attempts = [];

    /// <returns>When the target may be called again; null if it may be called now, which is then counted.</returns>
    public DateTimeOffset? Enter(string tenant, Uri target)
    {
        lock (_attempts)
        {
            var now = time.GetUtcNow();
            RemoveExpired(now);
            var limited = LimitsOf(tenant, target).Select(entry => (Attempts: AttemptsOf(entry.Key), entry.Max)).ToList();
            if (limited.Where(entry => entry.Attempts.Count >= entry.Max).Select(entry => entry.Attempts.Peek() + Hour).ToList() is { Count: > 0 } retryTimes)
                return retryTimes.Max();

            foreach (var (attempts, _) in limited)
                attempts.Enqueue(now);

            return null;
        }
    }

    // The limit of an email address counts all tenants together.
    private static IEnumerable<((string Tenant, string Scope) Key, int Max)> LimitsOf(string tenant, Uri target)
    {
        yield return ((tenant, target.IdnHost), MaxPerHost);
        if (target.Scheme == Uri.UriSchemeMailto)
            yield return (("", target.OriginalString.ToLowerInvariant()), MaxPerAddress);
    }

    private Queue<DateTimeOffset> AttemptsOf((string, string) key)
    {
        if (!_attempts.TryGetValue(key, out var attempts))
            _attempts[key] = attempts = new Queue<DateTimeOffset>();

        return attempts;
    }

    // Removes hosts that were not called within the hour, so that the memory stays small.
    private void RemoveExpired(DateTimeOffset now)
    {
        foreach (var (key, attempts) in _attempts)
        {
            while (attempts.TryPeek(out var at) && now - at >= Hour)
                attempts.Dequeue();

            if (attempts.Count == 0)
                _attempts.Remove(key);
        }
    }
}
