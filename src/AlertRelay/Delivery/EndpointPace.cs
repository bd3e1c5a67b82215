using System.Collections.Concurrent;
using AlertRelay.Delivery.Platforms;
using AlertRelay.Subscriptions;

namespace AlertRelay.Delivery;

/// <summary>
/// Endpoints that asked to be left alone for a while (429, 502, 503, 504): no message goes there meanwhile. And platforms that take so many messages
/// and no more: a message has to wait for its turn. Known to this process only; another one learns it from its own first answer.
/// </summary>
public sealed class EndpointPace
{
    private readonly ConcurrentDictionary<Uri, DateTimeOffset> _closed = new();
    private readonly PlatformPace _platforms = new();

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

    /// <returns>Null when it is the subscription's turn, which is then taken; else when to ask again.</returns>
    public DateTimeOffset? Turn(Subscription subscription, DateTimeOffset now) =>
        KnownPlatforms.Of(subscription) is { } platform ? _platforms.Turn(platform, subscription.Target, now) : null;

    public void Note(Subscription subscription, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (KnownPlatforms.Of(subscription) is { } platform)
            _platforms.Note(platform, outcome, now);

        if (PauseOf(outcome) is { } pause)
            _closed.AddOrUpdate(subscription.Target, now + pause, (_, until) => until > now + pause ? until : now + pause);
    }

    private static TimeSpan? PauseOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed failed => failed.Pause,
        DeliveryOutcome.Delivered delivered => delivered.Pause,
        _ => null,
    };
}
