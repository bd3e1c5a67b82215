using System.Collections.Concurrent;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Pauses endpoints that answered 429, 502, 503 or 504, and calls them one message at a time afterwards, until several have succeeded. Also keeps the
/// rate limits of platforms, and of endpoints that granted a rate. What an answer says counts for the host that gave it.
/// Each process has its own throttle: another one learns of a pause from its own first response.
/// </summary>
public sealed class EndpointThrottle
{
    // A receiver that was down gets few messages at first (the half-open state of a circuit breaker).
    private const int PerMinuteOnProbation = 1;

    private const int SuccessesToRecover = 5, MinCleanupSize = 1024;

    private readonly ConcurrentDictionary<Uri, Endpoint> _endpoints = new();
    private readonly PlatformRateLimiter _platforms = new();
    private readonly ConcurrentDictionary<string, RateSlots> _slots = new();

    /// <returns>Null when the endpoint may be called now.</returns>
    public DateTimeOffset? ClosedUntil(Uri target, DateTimeOffset now) =>
        _endpoints.TryGetValue(target, out var endpoint) && endpoint.ClosedUntil > now ? endpoint.ClosedUntil : null;

    /// <summary>Whether it has failed recently, so that its messages are sent one after the other.</summary>
    internal bool IsRecovering(Uri target) => _endpoints.TryGetValue(target, out var endpoint) && endpoint.IsRecovering;

    /// <returns>False when the endpoint is recovering, and another message is being sent to it. Otherwise <see cref="Leave"/> ends the call.</returns>
    internal bool TryEnter(Uri target) => !_endpoints.TryGetValue(target, out var endpoint) || endpoint.TryEnter();

    internal void Leave(Uri target)
    {
        if (_endpoints.TryGetValue(target, out var endpoint))
            endpoint.Leave();
    }

    /// <returns>Null when the message may go now, which is then counted; otherwise when to ask again.</returns>
    public DateTimeOffset? TryAcquire(Subscription subscription, DateTimeOffset now) =>
        ChatPlatforms.Of(subscription) is { } platform ? _platforms.TryAcquire(platform, subscription.Target, now) : NextGrantedSlot(subscription, now);

    internal void Note(Subscription subscription, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (ChatPlatforms.Of(subscription) is { } platform)
            _platforms.Note(platform, subscription.Target, outcome, now);

        var pause = outcome switch
        {
            DeliveryOutcome.Failed failed => failed.Pause,
            DeliveryOutcome.Delivered delivered => delivered.Pause,
            _ => null,
        };
        if (pause is { } wait)
        {
            RemoveIdle(now);
            _endpoints.GetOrAdd(subscription.Target, _ => new Endpoint()).Close(now + wait, isFailure: outcome is DeliveryOutcome.Failed);
        }
        else if (outcome is DeliveryOutcome.Delivered && _endpoints.TryGetValue(subscription.Target, out var endpoint) && endpoint.Succeeded(now))
        {
            _endpoints.TryRemove(KeyValuePair.Create(subscription.Target, endpoint));
        }
    }

    // Endpoints of subscriptions that no longer exist would stay for ever.
    private void RemoveIdle(DateTimeOffset now)
    {
        if (_endpoints.Count < MinCleanupSize)
            return;

        foreach (var idle in _endpoints.Where(endpoint => endpoint.Value.ClosedUntil < now - DeliveryOutcome.MaxRetryAfter))
            _endpoints.TryRemove(idle);
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

    private sealed class Endpoint
    {
        private readonly Lock _lock = new();
        private int _calls, _successes;

        public DateTimeOffset ClosedUntil { get; private set; }

        public bool IsRecovering { get; private set; }

        public bool TryEnter()
        {
            lock (_lock)
            {
                if (IsRecovering && _calls > 0)
                    return false;

                _calls++;
                return true;
            }
        }

        public void Leave()
        {
            lock (_lock)
                _calls = Math.Max(0, _calls - 1);
        }

        public void Close(DateTimeOffset until, bool isFailure)
        {
            lock (_lock)
            {
                ClosedUntil = until > ClosedUntil ? until : ClosedUntil;
                IsRecovering |= isFailure;
                _successes = 0;
            }
        }

        /// <returns>True when nothing has to be remembered of it.</returns>
        public bool Succeeded(DateTimeOffset now)
        {
            lock (_lock)
            {
                IsRecovering &= ++_successes < SuccessesToRecover;
                return !IsRecovering && ClosedUntil <= now;
            }
        }
    }

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
