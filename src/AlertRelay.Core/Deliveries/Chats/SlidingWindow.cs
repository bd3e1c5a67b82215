namespace AlertRelay.Deliveries.Chats;

/// <summary>When the last messages within an allowance went, and when those that wait were told to come again.</summary>
internal sealed class SlidingWindow(RateLimit allowance)
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

        var next = Next([.. _taken.Concat(_promised).TakeLast(allowance.Count)]) is { } free && free > now ? free : now;
        Add(_promised, next);
        return next;
    }

    public bool IsIdle(DateTimeOffset now) => _taken.Concat(_promised).All(time => time + allowance.Per <= now);

    private DateTimeOffset? Next(IReadOnlyList<DateTimeOffset> last) => last.Count < allowance.Count ? null : last[0] + allowance.Per;

    private void Add(Queue<DateTimeOffset> times, DateTimeOffset time)
    {
        times.Enqueue(time);
        if (times.Count > allowance.Count)
            times.Dequeue();
    }
}
