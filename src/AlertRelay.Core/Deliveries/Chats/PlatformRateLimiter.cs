namespace AlertRelay.Deliveries.Chats;

/// <summary>Keeps the platforms' rate limits: a message goes when all that concern it are free, and takes a part of each.</summary>
internal sealed class PlatformRateLimiter
{
    private const int FewWindows = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SlidingWindow> _windows = [];
    private readonly Dictionary<string, DateTimeOffset> _closed = [];
    private int _tidyAt = FewWindows;

    /// <returns>Null when the message may go, which is then counted; else when to ask again.</returns>
    public DateTimeOffset? Turn(ChatPlatform platform, Uri target, DateTimeOffset now)
    {
        lock (_lock)
        {
            Tidy(now);
            if (ClosedUntil(platform, now) is { } until)
                return until;

            var windows = platform.RateLimits(target).Select(Of).ToList();
            var full = windows.Where(window => window.FullUntil(now) is not null).ToList();
            if (full.Count > 0)
                return full.Max(window => window.Promise(now));

            windows.ForEach(window => window.Take(now));
            return null;
        }
    }

    public void Note(ChatPlatform platform, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (outcome is not DeliveryOutcome.Failed failed)
            return;

        lock (_lock)
        {
            if (failed is { PausesWholePlatform: true, Pause: { } pause } && !(_closed.TryGetValue(platform.Name, out var until) && until > now + pause))
                _closed[platform.Name] = now + pause;

            if (failed.CountsAgainstRelay && platform.RefusalLimit is { } refusals)
                OfRefusals(refusals).Take(now);
        }
    }

    private DateTimeOffset? ClosedUntil(ChatPlatform platform, DateTimeOffset now) =>
        _closed.TryGetValue(platform.Name, out var until) && until > now ? until
        : platform.RefusalLimit is { } refusals ? OfRefusals(refusals).FullUntil(now)
        : null;

    private SlidingWindow OfRefusals(RateLimit refusals) => Of(refusals with { Key = $"refusals of {refusals.Key}" });

    private SlidingWindow Of(RateLimit limit)
    {
        if (!_windows.TryGetValue(limit.Key, out var window))
            _windows[limit.Key] = window = new SlidingWindow(limit);

        return window;
    }

    // There may be as many windows as subscriptions; those in which nothing is left have nothing to remember.
    private void Tidy(DateTimeOffset now)
    {
        if (_windows.Count < _tidyAt)
            return;

        foreach (var (key, _) in _windows.Where(each => each.Value.IsIdle(now)).ToList())
            _windows.Remove(key);

        _tidyAt = Math.Max(FewWindows, _windows.Count * 2);
    }
}

/// <summary>When the last messages within a rate limit were sent, and the times given to those that wait.</summary>
internal sealed class SlidingWindow(RateLimit limit)
{
    private readonly Queue<DateTimeOffset> _taken = [];
    private readonly Queue<DateTimeOffset> _promised = [];

    /// <returns>Null when one more may go now.</returns>
    public DateTimeOffset? FullUntil(DateTimeOffset now) => Next([.. _taken]) is { } next && next > now ? next : null;

    public void Take(DateTimeOffset now) => Add(_taken, now);

    /// <summary>
    /// Those that wait are told times one after the other, so that they do not all come back at once. A promise is no place: who comes first goes
    /// first.
    /// </summary>
    public DateTimeOffset Promise(DateTimeOffset now)
    {
        while (_promised.TryPeek(out var past) && past <= now)
            _promised.Dequeue();

        var next = Next([.. _taken.Concat(_promised).TakeLast(limit.Count)]) is { } free && free > now ? free : now;
        Add(_promised, next);
        return next;
    }

    public bool IsIdle(DateTimeOffset now) => _taken.Concat(_promised).All(time => time + limit.Per <= now);

    private DateTimeOffset? Next(IReadOnlyList<DateTimeOffset> last) => last.Count < limit.Count ? null : last[0] + limit.Per;

    private void Add(Queue<DateTimeOffset> times, DateTimeOffset time)
    {
        times.Enqueue(time);
        if (times.Count > limit.Count)
            times.Dequeue();
    }
}
