using System.Collections.Concurrent;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Endpoints that asked to be left alone for a while (429, 502, 503, 504): no message goes there meanwhile. And platforms, and endpoints that granted a
/// rate, that take so many messages and no more: a message has to wait for its turn. Known to this process only; another one learns it from its own
/// first answer, and keeps the rate for itself.
/// </summary>
public sealed class EndpointThrottle
{
    // A receiver that was down is not met by all that waited for it (the half-open state of a circuit breaker).
    private const int PerMinuteOnTrial = 1;

    private readonly ConcurrentDictionary<Uri, DateTimeOffset> _closed = new();
    private readonly PlatformRateLimiter _platforms = new();
    private readonly ConcurrentDictionary<string, Turns> _turns = new();

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
        ChatPlatforms.Of(subscription) is { } platform ? _platforms.Turn(platform, subscription.Target, now) : GrantedTurn(subscription, now);

    internal void Note(Subscription subscription, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (ChatPlatforms.Of(subscription) is { } platform)
            _platforms.Note(platform, outcome, now);

        if (PauseOf(outcome) is { } pause)
            _closed.AddOrUpdate(subscription.Target, now + pause, (_, until) => until > now + pause ? until : now + pause);
    }

    // Posts spread evenly over the minute.
    private DateTimeOffset? GrantedTurn(Subscription subscription, DateTimeOffset now)
    {
        if ((subscription.IsOnProbation ? PerMinuteOnTrial : subscription.Ownership?.RatePerMinute) is not { } rate)
            return null;

        var turns = _turns.GetOrAdd(subscription.Id, _ => new Turns());
        lock (turns)
            return turns.Next(now, TimeSpan.FromMinutes(1) / rate);
    }

    private static TimeSpan? PauseOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed failed => failed.Pause,
        DeliveryOutcome.Delivered delivered => delivered.Pause,
        _ => null,
    };

    private sealed class Turns
    {
        private DateTimeOffset _free, _promised;

        // Those that wait are given times one after the other, so that they do not all come back at once.
        public DateTimeOffset? Next(DateTimeOffset now, TimeSpan apart)
        {
            if (now >= _free)
            {
                _free = now + apart;
                return null;
            }

            var promised = _promised > _free ? _promised : _free;
            _promised = promised + apart;
            return promised;
        }
    }
}
