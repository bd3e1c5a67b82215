namespace AlertRelay.Delivery.Proving;

/// <summary>
/// How often all subscriptions together may make the relay call one host that has not consented, so that nobody can use it as a cannon. Known to this
/// process only, as what one subscription tried is known to all.
/// </summary>
public sealed class ProofLimits(TimeProvider time)
{
    /// <summary>Many organisations have their receivers at one provider; a victim hardly notices so few.</summary>
    public const int MostAtHost = 60;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Queue<DateTimeOffset>> _tries = [];

    /// <returns>When the host may be called again; null: now, and this call is counted.</returns>
    public DateTimeOffset? Enter(Uri target)
    {
        lock (_tries)
        {
            var now = time.GetUtcNow();
            Forget(now);
            if (!_tries.TryGetValue(target.IdnHost, out var tries))
                _tries[target.IdnHost] = tries = new Queue<DateTimeOffset>();

            if (tries.Count >= MostAtHost)
                return tries.Peek() + Hour;

            tries.Enqueue(now);
            return null;
        }
    }

    // Hosts that were not called within the hour take no place; there are at most as many as were registered in it.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (host, tries) in _tries)
        {
            while (tries.TryPeek(out var at) && now - at >= Hour)
                tries.Dequeue();

            if (tries.Count == 0)
                _tries.Remove(host);
        }
    }
}
