using System.Collections.Concurrent;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Pauses endpoints that answered 429, 502, 503 or 504. Also keeps the rate limits of platforms, and of endpoints that granted a rate.
/// Each process has its own throttle: another one learns of a pause from its own first response.
/// </summary>
public sealed class EndpointThrottle
{
    // A receiver that was down gets few messages at first (the half-open state of a circuit breaker).
    private const int PerMinuteOnProbation = 1;

    private readonly ConcurrentDictionary<Uri, DateTimeOffset> _closed = new();
    private readonly PlatformRateLimiter _platforms = new();
    private readonly ConcurrentDictionary<string, RateSlots> _slots = new();

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

    /// <returns>Null when the message may go now, which is then counted; otherwise when to ask again.</returns>
    public DateTimeOffset? Turn(Subscription subscription, DateTimeOffset now) =>
        ChatPlatforms.Of(subscription) is { } platform ? _platforms.Turn(platform, subscription.Target, now) : NextGrantedSlot(subscription, now);

    internal void Note(Subscription subscription, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (ChatPlatforms.Of(subscription) is { } platform)
            _platforms.Note(platform, outcome, now);

        if (PauseOf(outcome) is { } pause)
            _closed.AddOrUpdate(subscription.Target, now + pause, (_, until) => until > now + pause ? until : now + pause);
    }

    // Spreads posts evenly over the minute.
    private DateTimeOffset? NextGrantedSlot(Subscription subscription, DateTimeOffset now)
    {
        if ((subscription.IsOnProbation ? PerMinuteOnProbation : subscription.Ownership?.RatePerMinute) is not { } rate)
            return null;

        var slots = _slots.GetOrAdd(subscription.Id, _ => new RateSlots());
        lock (slots)
            return slots.Next(now, TimeSpan.FromMinutes(1) / rate);
    }

    private static TimeSpan? PauseOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed failed => failed.Pause,
        DeliveryOutcome.Delivered delivered => delivered.Pause,
        _ => null,
    };

    private sealed class RateSlots
    {
        private DateTimeOffset _nextFree, _lastReserved;

        // Waiting messages are given consecutive times, so that they do not all come back at once.
        public DateTimeOffset? Next(DateTimeOffset now, TimeSpan interval)
        {
            if (now >= _nextFree)
            {
                _nextFree = now + interval;
                return null;
            }

            var reserved = _lastReserved > _nextFree ? _lastReserved : _nextFree;
            _lastReserved = reserved + interval;
            return reserved;
        }
    }
}
