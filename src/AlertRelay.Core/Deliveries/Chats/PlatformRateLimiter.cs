namespace AlertRelay.Deliveries.Chats;

/// <summary>
/// Keeps the platforms' rate limits. A message may go when all its limits permit it, and counts towards each. Everything counts for one host and port:
/// what a server that only claims to be a platform answers must not stop messages to the real one.
/// </summary>
internal sealed class PlatformRateLimiter
{
    private const int MinCleanupSize = 1024;

    // A platform that needs longer answers the next message so again.
    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SlidingWindow> _windows = [];
    private readonly Dictionary<string, DateTimeOffset> _closed = [];
    private int _cleanupAt = MinCleanupSize;

    /// <returns>Null when the message may go now, which is then counted; otherwise when to ask again.</returns>
    public DateTimeOffset? TryAcquire(ChatPlatform platform, Uri target, DateTimeOffset now)
    {
        lock (_lock)
        {
            RemoveIdle(now);
            if (ClosedUntil(platform, target, now) is { } until)
                return until;

            var windows = platform.RateLimits(target).Select(limit => Of(limit with { Key = $"{target.Authority} {limit.Key}" })).ToList();
            var full = windows.Where(window => window.FullUntil(now) is not null).ToList();
            if (full.Count > 0)
                return full.Max(window => window.Promise(now));

            windows.ForEach(window => window.Take(now));
            return null;
        }
    }

    public void Note(ChatPlatform platform, Uri target, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (outcome is not DeliveryOutcome.Failed failed)
            return;

        lock (_lock)
        {
            if (failed is { PausesWholePlatform: true, Pause: { } pause })
            {
                var until = now + (pause < MaxPause ? pause : MaxPause);
                _closed[target.Authority] = _closed.TryGetValue(target.Authority, out var known) && known > until ? known : until;
            }

            if (failed.CountsAgainstRelay && platform.RefusalLimit is { } refusals)
                RefusalWindow(refusals, target).Take(now);
        }
    }

    private DateTimeOffset? ClosedUntil(ChatPlatform platform, Uri target, DateTimeOffset now) =>
        _closed.TryGetValue(target.Authority, out var until) && until > now ? until
        : platform.RefusalLimit is { } refusals ? RefusalWindow(refusals, target).FullUntil(now)
        : null;

    private SlidingWindow RefusalWindow(RateLimit refusals, Uri target) => Of(refusals with { Key = $"{target.Authority} refusals of {refusals.Key}" });

    private SlidingWindow Of(RateLimit limit)
    {
        if (!_windows.TryGetValue(limit.Key, out var window))
            _windows[limit.Key] = window = new SlidingWindow(limit);

        return window;
    }

    // There may be as many windows as subscriptions, so idle ones are removed.
    private void RemoveIdle(DateTimeOffset now)
    {
        if (_windows.Count + _closed.Count < _cleanupAt)
            return;

        foreach (var (host, _) in _closed.Where(each => each.Value <= now).ToList())
            _closed.Remove(host);

        foreach (var (key, _) in _windows.Where(each => each.Value.IsIdle(now)).ToList())
            _windows.Remove(key);

        _cleanupAt = Math.Max(MinCleanupSize, (_windows.Count + _closed.Count) * 2);
    }
}

/// <summary>The times of the last messages within a rate limit, and the times reserved for waiting ones.</summary>
internal sealed class SlidingWindow(RateLimit limit)
{
    private readonly Queue<DateTimeOffset> _sent = [];
    private readonly Queue<DateTimeOffset> _reserved = [];

    /// <returns>Null when one more message may go now.</returns>
    public DateTimeOffset? FullUntil(DateTimeOffset now) => Next([.. _sent]) is { } next && next > now ? next : null;

    public void Take(DateTimeOffset now) => Add(_sent, now);

    /// <summary>
    /// Waiting messages are given consecutive times, so that they do not all come back at once. A time guarantees nothing: the first message to come
    /// goes first.
    /// </summary>
    public DateTimeOffset Promise(DateTimeOffset now)
    {
        while (_reserved.TryPeek(out var past) && past <= now)
            _reserved.Dequeue();

        var next = Next([.. _sent.Concat(_reserved).TakeLast(limit.Count)]) is { } free && free > now ? free : now;
        Add(_reserved, next);
        return next;
    }

    public bool IsIdle(DateTimeOffset now) => _sent.Concat(_reserved).All(time => time + limit.Per <= now);

    private DateTimeOffset? Next(IReadOnlyList<DateTimeOffset> last) => last.Count < limit.Count ? null : last[0] + limit.Per;

    private void Add(Queue<DateTimeOffset> times, DateTimeOffset time)
    {
        times.Enqueue(time);
        if (times.Count > limit.Count)
            times.Dequeue();
    }
}
