namespace AlertRelay.Deliveries.Verification;

/// <summary>
/// How often a tenant may make the relay call one host that has not consented, so that nobody can use it as a cannon, and nobody can use up the tries of
/// others at a host that all share, such as that of a chat. Known to this process only.
/// </summary>
internal sealed class VerificationLimits(TimeProvider time)
{
    /// <summary>Within an hour. Room for all the channels of a large organisation at one chat; a victim hardly notices so few.</summary>
    public const int MostAtHost = 60;

    /// <summary>Letters that one address gets within an hour: somebody reads them.</summary>
    public const int MostAtAddress = 5;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Tenant, string Where), Queue<DateTimeOffset>> _tries = [];

    /// <returns>When the target may be called again; null: now, and this call is counted.</returns>
    public DateTimeOffset? Enter(string tenant, Uri target)
    {
        lock (_tries)
        {
            var now = time.GetUtcNow();
            Forget(now);
            var counted = Counted(tenant, target).Select(each => (Tries: TriesOf(each.Key), each.Most)).ToList();
            if (counted.Where(each => each.Tries.Count >= each.Most).Select(each => each.Tries.Peek() + Hour).ToList() is { Count: > 0 } waits)
                return waits.Max();

            foreach (var (tries, _) in counted)
                tries.Enqueue(now);

            return null;
        }
    }

    // All tenants together: the reader of an address does not care which of them has it written to.
    private static IEnumerable<((string Tenant, string Where) Key, int Most)> Counted(string tenant, Uri target)
    {
        yield return ((tenant, target.IdnHost), MostAtHost);
        if (target.Scheme == Uri.UriSchemeMailto)
            yield return (("", target.OriginalString.ToLowerInvariant()), MostAtAddress);
    }

    private Queue<DateTimeOffset> TriesOf((string, string) key)
    {
        if (!_tries.TryGetValue(key, out var tries))
            _tries[key] = tries = new Queue<DateTimeOffset>();

        return tries;
    }

    // Hosts that were not called within the hour take no place; there are at most as many as were registered in it.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (which, tries) in _tries)
        {
            while (tries.TryPeek(out var at) && now - at >= Hour)
                tries.Dequeue();

            if (tries.Count == 0)
                _tries.Remove(which);
        }
    }
}
