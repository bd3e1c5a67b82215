namespace AlertRelay.Fetching;

/// <summary>One request at a time to a host, spaced from start to start, none while the host asks for quiet.</summary>
/// <remarks>Remembers a host only while it is in use, due for spacing, held, or has lately refused.</remarks>
public sealed class HostThrottles(FetchingOptions options, TimeProvider time, Func<double> random, DelayAsync pause)
{
    /// <summary>Part of the spacing that chance adds, so that several relays do not keep step.</summary>
    private const double Spread = 0.25;

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostThrottle> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for the host's turn, its spacing and its holds, however long. Dispose when the last byte is read.</summary>
    public async Task<IDisposable> Enter(string host, CancellationToken cancellationToken) =>
        await TryEnter(host, TimeSpan.MaxValue, cancellationToken) ?? throw new InvalidOperationException("An endless patience ended.");

    /// <summary>Like <see cref="Enter"/>, for a caller that can do something better than to sit out a long hold.</summary>
    /// <returns>Null at once when the host is held for longer than <paramref name="patience"/>.</returns>
    public async Task<IDisposable?> TryEnter(string host, TimeSpan patience, CancellationToken cancellationToken)
    {
        var turn = Join(host);
        var lease = new Lease(this, turn);
        var mayStart = false;
        try
        {
            await lease.Take(cancellationToken);
            mayStart = await WaitUntilDue(turn, patience, cancellationToken);
        }
        finally
        {
            if (!mayStart)
                lease.Dispose();
        }

        return mayStart ? lease : null;
    }

    /// <summary>No request to the host starts for that long. A longer hold that stands already stays.</summary>
    public void HoldHost(string host, TimeSpan wait) => Change(host, turn => turn.Hold(Now, Shorter(wait, options.MaximumRetryAfter)));

    /// <returns>What is left of the host's hold; zero without one.</returns>
    public TimeSpan HeldFor(string host)
    {
        lock (_lock)
            return _hosts.TryGetValue(host, out var turn) ? HoldLeft(turn.HeldUntil) : TimeSpan.Zero;
    }

    /// <summary>
    /// The host asked to wait with one document, which is the caller's to do. When it says so of two documents in a row it means them all, and is held.
    /// </summary>
    public void Refused(string host, Uri document, TimeSpan wait)
    {
        var repeated = false;
        Change(host, turn => repeated = turn.RefuseAgain(document, Now, wait));
        if (repeated)
            HoldHost(host, wait);
    }

    /// <summary>The host answered as it should: an earlier refusal was of that document alone.</summary>
    public void Served(string host)
    {
        lock (_lock)
        {
            if (_hosts.TryGetValue(host, out var turn))
                turn.Forgive();
        }
    }

    internal int HostsRemembered
    {
        get
        {
            lock (_lock)
                return _hosts.Count;
        }
    }

    private async Task<bool> WaitUntilDue(HostThrottle turn, TimeSpan patience, CancellationToken cancellationToken)
    {
        TimeSpan held;
        do
        {
            held = HeldUntil(turn);
            if (HoldLeft(held) > patience)
                return false;

            var wait = Longer(HoldLeft(held), SpacingLeft(turn));
            if (wait > TimeSpan.Zero)
                await pause(wait, cancellationToken);
        }
        while (HeldUntil(turn) > held);

        turn.NextStart = Now + Spacing;
        return true;
    }

    private TimeSpan Spacing => options.HostSpacing * (1 + Spread * random());

    // Since the start, which the clock, being set, does not change.
    private TimeSpan Now => time.GetElapsedTime(_start);

    private TimeSpan SpacingLeft(HostThrottle turn) => turn.NextStart - Now;

    private TimeSpan HoldLeft(TimeSpan heldUntil) => Longer(TimeSpan.Zero, heldUntil - Now);

    private TimeSpan HeldUntil(HostThrottle turn)
    {
        lock (_lock)
            return turn.HeldUntil;
    }

    private void Change(string host, Action<HostThrottle> change)
    {
        lock (_lock)
            change(Find(host));
    }

    private HostThrottle Join(string host)
    {
        lock (_lock)
        {
            var turn = Find(host);
            turn.Users++;
            return turn;
        }
    }

    private void Leave(HostThrottle turn)
    {
        lock (_lock)
            turn.Users--;
    }

    private HostThrottle Find(string host)
    {
        if (_hosts.TryGetValue(host, out var known))
            return known;

        ForgetTheIdle();
        return _hosts[host] = new HostThrottle();
    }

    private void ForgetTheIdle()
    {
        var now = Now;
        foreach (var idle in _hosts.Where(host => host.Value.IsIdle(now)).ToList())
        {
            _hosts.Remove(idle.Key);
            idle.Value.Dispose();
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed class Lease(HostThrottles gate, HostThrottle turn) : IDisposable
    {
        private bool _taken;
        private int _disposed;

        public async Task Take(CancellationToken cancellationToken)
        {
            await turn.Free.WaitAsync(cancellationToken);
            _taken = true;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 1)
                return;

            if (_taken)
                turn.Free.Release();
            gate.Leave(turn);
        }
    }
}
