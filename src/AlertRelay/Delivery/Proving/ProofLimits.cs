namespace AlertRelay.Delivery.Proving;

/// <summary>
/// How often a tenant may make the relay call one host that has not consented, so that nobody can use it as a cannon, and nobody can use up the tries of
/// others at a host that all share, such as that of a chat. Known to this process only.
/// </summary>
public sealed class ProofLimits(TimeProvider time)
{
    /// <summary>Within an hour. Room for all the channels of a large organisation at one chat; a victim hardly notices so few.</summary>
    public const int MostAtHost = 60;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Tenant, string Host), Queue<DateTimeOffset>> _tries = [];

    /// <returns>When the target may be called again; null: now, and this call is counted.</returns>
    public DateTimeOffset? Enter(string tenant, Uri target)
    {
        lock (_tries)
        {
            var now = time.GetUtcNow();
            Forget(now);
            if (!_tries.TryGetValue((tenant, target.IdnHost), out var tries))
                _tries[(tenant, target.IdnHost)] = tries = new Queue<DateTimeOffset>();

            if (tries.Count >= MostAtHost)
                return tries.Peek() + Hour;

            tries.Enqueue(now);
            return null;
        }
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
