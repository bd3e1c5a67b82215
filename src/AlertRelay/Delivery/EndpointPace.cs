using System.Collections.Concurrent;

namespace AlertRelay.Delivery;

/// <summary>
/// Endpoints that asked to be left alone for a while (429, 502, 503, 504): no message goes there meanwhile. Known to this process only; another
/// one learns it from its own first answer.
/// </summary>
public sealed class EndpointPace
{
    private readonly ConcurrentDictionary<Uri, DateTimeOffset> _closed = new();

    /// <returns>Null when the endpoint may be called now.</returns>
    public DateTimeOffset? ClosedUntil(Uri target, DateTimeOffset now)
    {
        if (!_closed.TryGetValue(target, out var until))
            return null;

        if (until > now)
            return until;

        _closed.TryRemove(KeyValuePair.Create(target, until));
        return null;
    }

    public void Note(Uri target, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (outcome is DeliveryOutcome.Failed { Pause: { } pause })
            _closed.AddOrUpdate(target, now + pause, (_, until) => until > now + pause ? until : now + pause);
    }
}
